/* Measures one backend: it is filled, warmed, read, written to, and weighed. */
import { load } from './load.mjs';
import { memoryOf, processorTimeOf } from './memory.mjs';
import { checkHistory, HISTORY, historyPath, makeRuns, PROPOSAL, proposalPath, readHistory } from './work.mjs';

/** As long as a part of the time that is measured, an engine may learn before. */
const WARM_PART = 0.3;

const JSON_BODY = { 'content-type': 'application/json' };

/**
 * Measures a backend.
 *
 * @param {import('./backends.mjs').Backend} backend
 * @param {number} seconds of reading, and of writing
 * @param {number} states of each history that is read
 */
export async function measureBackend({ urls, pids }, seconds, states = HISTORY) {
  const runs = await makeRuns(urls[0], states);
  for (const url of urls) for (const run of runs) await checkHistory(url, run, states);
  const reads = runs.map((run) => ({ method: 'GET', path: historyPath(run) }));
  await load(urls, reads, seconds * WARM_PART);
  const read = await weighed(pids, () => load(urls, reads, seconds));

  // not on the runs that are read: their histories stay short
  const written = await makeRuns(urls[0]);
  const before = await countStates(urls[0], written);
  const writes = written.map((run) => ({
    method: 'POST',
    path: proposalPath(run),
    headers: JSON_BODY,
    body: PROPOSAL,
  }));
  const warm = await load(urls, writes, seconds * WARM_PART);
  const write = await weighed(pids, () => load(urls, writes, seconds));
  const memory = memoryOf(pids);
  const made = (await countStates(urls[0], written)) - before;
  // of the last requests nobody waits for the answers
  if (made < warm.answered + write.answered) throw new Error(`${urls[0]} has answered more states than it has made`);
  return { read, write, memory };
}

/** Adds to what was measured the milliseconds of processors that an answer took; null where the system does not tell. */
async function weighed(pids, measuring) {
  const before = processorTimeOf(pids);
  const measured = await measuring();
  const processor = before === null ? null : (processorTimeOf(pids) - before) / measured.answered;
  return { ...measured, processor };
}

async function countStates(url, runs) {
  let count = 0;
  for (const run of runs) count += (await readHistory(url, run)).length;
  return count;
}
