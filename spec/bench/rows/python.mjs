/* The row about the reference itself: Prefect's State in Python, where `PREFECT_PYTHON` names a Python that has it. */
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

import { spawn, spawnNode } from '../process.mjs';
import { makeSet } from '../sets.mjs';
import { makeSetV3 } from './v3.mjs';

const PROGRAM = fileURLToPath(new URL('../reference.py', import.meta.url));

/** Nanoseconds a state in Python, beside ours; two processes and two languages, so there is no goal. */
export function python({ rounds }) {
  return beside('PREFECT_PYTHON', makeSet('four').texts, { module: ['read', 'write'], ours: 'prefect-states', rounds });
}

/** The same of the second wire. */
export function python3({ rounds }) {
  const { texts } = makeSetV3('four');
  return beside('PREFECT_PYTHON3', texts, { module: ['v3', 'v3'], ours: 'prefect-states/v3', rounds });
}

async function beside(variable, texts, { module: [read, write], ours: name, rounds }) {
  const file = env[variable];
  if (!file) return { results: [], goals: [], skipped: `${variable} names no Python with prefect` };
  const input = texts.join('\n');
  const theirs = JSON.parse(await spawn(file, [PROGRAM], { env: { PREFECT_LOGGING_LEVEL: 'ERROR' }, input }));
  const ours = async (module, row, called) => {
    const answer = await spawnNode(['child.mjs', module, row, 'four'], { BENCH_ROUNDS: String(rounds) });
    return { ...JSON.parse(answer).results[0], name: called };
  };
  const results = [
    await ours(read, 'parseJson', `${name}, State.parseJson`),
    await ours(write, 'json', `${name}, state.json()`),
    ...theirs.map((result) => ({ group: 'python', ...result })),
  ];
  return { results, goals: [], alone: true };
}
