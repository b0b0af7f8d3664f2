/* Every test function of the three files is ported, or named in docs/differences.md with the reason. */
import { readFileSync } from 'node:fs';

import { readLines } from '../support/fixtures.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const SPECS: Readonly<Record<string, string>> = {
  'tests/server/schemas/test_states.py': './server-states.spec.ts',
  'tests/server/utilities/test_schemas.py': './schemas.spec.ts',
  'tests/test_states.py': './client-states.spec.ts',
};

describe('the reference tests', () => {
  // written by: git show 2.20.25:FILE | grep -oP "^(    )?(async )?def \Ktest_\w+"
  const functions = readLines<{ file: string; name: string }>('reference-tests.jsonl');
  const differences = read('../../docs/differences.md');

  it('are all of them', () => {
    expect(functions.length).toBe(83);
  });

  it.each(functions)('$file has $name', ({ file, name }) => {
    const spec = read(SPECS[file]!);
    const isPorted = new RegExp(`\\b${name}\\b`).test(spec);
    expect(isPorted || differences.includes(`\`${name}\``)).toBe(true);
  });
});
