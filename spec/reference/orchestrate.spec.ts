/*
 * Random transitions, each asked of `decide` and of Prefect's own rules: where `PREFECT_PYTHON` names a Python that has
 * Prefect 2.20.25, and `PREFECT_PYTHON3` one that has 3.8.8.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { temporaryFolder } from '../support/database.js';
import { PREFECT_PYTHON, PREFECT_PYTHON3 } from '../support/prefect.js';
import { randomTransitions, type TransitionCase } from '../support/random-transitions.js';
import { randomTransitions3 } from '../support/random-transitions-3.js';
import { answerTo, comparable, PREFECT_2, PREFECT_3 } from '../support/reference-answer.js';

const { PREFECT_TRANSITIONS: count = '150', PREFECT_SEEDS: seeds = '1 2' } = process.env;
const VERSIONS = [
  {
    name: 'Prefect 2',
    variable: 'PREFECT_PYTHON',
    python: PREFECT_PYTHON,
    make: randomTransitions,
    version: PREFECT_2,
  },
  {
    name: 'Prefect 3',
    variable: 'PREFECT_PYTHON3',
    python: PREFECT_PYTHON3,
    make: randomTransitions3,
    version: PREFECT_3,
  },
];

type Answer = Readonly<Record<string, unknown>>;

/** What the reference answers, in the order of the transitions. */
async function referenceAnswers(
  python: string,
  transitions: readonly TransitionCase[],
  home: string,
): Promise<Answer[]> {
  const script = fileURLToPath(new URL('orchestrate.py', import.meta.url));
  const child = spawn(python, ['-W', 'ignore', script], {
    env: { ...process.env, PREFECT_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(transitions.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const answers: Answer[] = [];
  for await (const line of createInterface(child.stdout)) answers.push(JSON.parse(line) as Answer);
  return answers;
}

describe.each(VERSIONS)('the rules of $name', ({ variable, python, make, version }) => {
  if (python === undefined) {
    it.skip(`are not asked: ${variable} names no Python that has them`, () => undefined);
    return;
  }
  const cases = seeds.split(' ').map((seed) => ({ seed, transitions: make(Number(seed), Number(count)) }));
  const folder = temporaryFolder();
  let answers: Answer[] = [];

  beforeAll(async () => {
    answers = await referenceAnswers(
      python,
      cases.flatMap(({ transitions }) => transitions),
      folder,
    );
  }, 3_600_000);

  it('answer everything, in every way', () => {
    expect(answers).toHaveLength(cases.length * Number(count));
    // now and then one is there on which a rule of its own fails
    const answered = answers.filter((answer) => !('raised' in answer));
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set(['ACCEPT', 'REJECT', 'ABORT', 'WAIT']));
  });

  it.each(cases.map(({ seed, transitions }, i) => ({ seed, transitions, i })))(
    'answer as decide() does: seed $seed',
    ({ transitions, i }) => {
      transitions.forEach((given, place) => {
        const answer = answers[i * transitions.length + place]!;
        expect({ given, answer: answerTo(given, version) }).toEqual({ given, answer: comparable(answer) });
      });
    },
    600_000,
  );
});

describe.each(VERSIONS)('the random transitions for $name', ({ make, version }) => {
  it('are the same for the same seed', () => {
    expect(make(1, 20)).toEqual(make(1, 30).slice(0, 20));
    expect(make(2, 20)).not.toEqual(make(1, 20));
  });

  /** Whether rules of Prefect 3 may fail on the data: of what is completed, when it is no object, and of what is queued. */
  const isOddTo3 = ({ current, proposed }: TransitionCase): boolean =>
    (current?.type === 'COMPLETED' && ['text', [1]].some((data) => isDeepStrictEqual(data, current.data))) ||
    (proposed.type === 'SCHEDULED' && (proposed.state_details as Record<string, unknown>).deferred === true);

  it('all have an answer', () => {
    for (const given of make(7, 300)) {
      if (version === PREFECT_3 && isOddTo3(given)) continue;
      // the reference's own rule of Prefect 2 fails on these
      const isLateFromNothing = given.current === null && given.proposed.name === 'Late' && given.kind === 'flow';
      const fails = version === PREFECT_2 && isLateFromNothing && !given.force;
      expect('raised' in answerTo(given, version)).toBe(fails);
    }
  });
});
