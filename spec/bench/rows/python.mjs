/* The row about the reference itself: Prefect's State in Python, where `PREFECT_PYTHON` names a Python that has it. */
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

import { spawn, spawnNode } from '../process.mjs';
import { makeSet } from '../sets.mjs';

const PROGRAM = fileURLToPath(new URL('../reference.py', import.meta.url));

/** Nanoseconds a state in Python, beside ours; two processes and two languages, so there is no goal. */
export async function python({ rounds }) {
  const file = env.PREFECT_PYTHON;
  if (!file) return { results: [], goals: [], skipped: 'PREFECT_PYTHON names no Python with prefect' };
  const input = makeSet('four').texts.join('\n');
  const theirs = JSON.parse(await spawn(file, [PROGRAM], { env: { PREFECT_LOGGING_LEVEL: 'ERROR' }, input }));
  const ours = async (module, row, name) => {
    const answer = await spawnNode(['child.mjs', module, row, 'four'], { BENCH_ROUNDS: String(rounds) });
    return { ...JSON.parse(answer).results[0], name };
  };
  const results = [
    await ours('read', 'parseJson', 'prefect-states, State.parseJson'),
    await ours('write', 'json', 'prefect-states, state.json()'),
    ...theirs.map((result) => ({ group: 'python', ...result })),
  ];
  return { results, goals: [], alone: true };
}
