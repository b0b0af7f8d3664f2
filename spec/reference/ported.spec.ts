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

describe("the tests of Prefect 3's states, and of its rules those that 2.20.25 has not", () => {
  interface Test {
    readonly file: string;
    readonly class: string | null;
    readonly name: string;
  }
  // written by the same, with the class, of ce79dd3d6c: the nearest commit at hand, whose sources of states are those of 3.8.8;
  // its rules are but for three changes, which the rules' own specs ask for
  const tests = readLines<Test>('reference-tests-3.jsonl').map((test) => ({ ...test, title: titleOf(test) }));
  const [, differences] = read('../../docs/differences.md').split('\n## Prefect 3\n');

  function titleOf({ class: suite, name }: Test): string {
    return suite === null ? name : `${suite}::${name}`;
  }

  it('are all of them', () => {
    expect(tests.length).toBe(165);
    expect(new Set(tests.map(({ title }) => title)).size).toBe(tests.length);
  });

  it.each(tests)('$file has $title', ({ file, class: suite, name, title }) => {
    const names = file.endsWith('test_core_policy.py') ? ['core-policy'] : SPECS[file]!;
    const specs = names.map((spec) => read(`./v3-${spec}.spec.ts`)).join('\n');
    const isPorted = [suite ?? '', name].every((word) => new RegExp(`\\b${word}\\b`).test(specs));
    expect(isPorted || differences!.includes(`\`${title}\``)).toBe(true);
  });
});
