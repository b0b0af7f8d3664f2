/* Every test function of these files is ported, or named in docs/differences.md with the reason. */
import { readFileSync } from 'node:fs';

import { readLines } from '../support/fixtures.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const SPECS: Readonly<Record<string, readonly string[]>> = {
  'tests/server/schemas/test_states.py': ['server-states'],
  'tests/server/utilities/test_schemas.py': ['schemas'],
  'tests/test_states.py': ['client-states'],
  'tests/server/orchestration/test_core_policy.py': ['times', 'results', 'retries', 'pauses'].map(
    (part) => `core-policy-${part}`,
  ),
  'tests/server/orchestration/test_global_policy.py': ['global-policy'],
  'tests/server/orchestration/test_rules.py': ['rules'],
  'tests/server/orchestration/test_policies.py': ['rules'],
};

describe('the reference tests', () => {
  // written by: git show 2.20.25:FILE | grep -oP "^(    )?(async )?def \Ktest_\w+"
  const functions = readLines<{ file: string; name: string }>('reference-tests.jsonl');
  const differences = read('../../docs/differences.md');

  it('are all of them', () => {
    expect(functions.length).toBe(230);
    expect(new Set(functions.map(({ file }) => file))).toEqual(new Set(Object.keys(SPECS)));
  });

  it.each(functions)('$file has $name', ({ file, name }) => {
    const specs = SPECS[file]!.map((spec) => read(`./${spec}.spec.ts`));
    const isPorted = new RegExp(`\\b${name}\\b`).test(specs.join('\n'));
    expect(isPorted || differences.includes(`\`${name}\``)).toBe(true);
  });
});
