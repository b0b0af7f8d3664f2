/*
 * What one backend does when much is asked of it at once: readers of a long history who do not read on, more requests than it
 * can work on, a row that another program holds. What is told is how others are answered meanwhile, and the memory it takes.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

import { memoryOf } from './memory.mjs';
import { historyPath, makeRun, PROPOSAL, proposalPath, setState } from './work.mjs';

const LONG_STATES = 500;

const LARGE = JSON.stringify({ state: { type: 'RUNNING', data: 'x'.repeat(50_000) }, force: true });

const READING_MS = 10_000;

/**
 * How others were answered meanwhile.
 *
 * @typedef {object} Crowd
 * @property {string} name
 * @property {Record<string, number>} statuses how those of the crowd were answered, and how many
 * @property {number | null} last milliseconds until the last of them was; null for who is not answered
 * @property {{ mean: number, worst: number }} health milliseconds until `/api/health` was answered
 * @property {{ mean: number, worst: number }} other the same of a read of another run
 * @property {number} memory bytes above those before, at the most that was seen
 */

/** @param {import('./backends.mjs').Backend} backend @returns {Promise<Crowd[]>} */
export async function measureCrowds({ urls: [url], pids }, { holdRow } = {}) {
  const runs = await Promise.all(Array.from({ length: 9 }, () => makeRun(url)));
  const [long, other, ...written] = runs;
  for (let i = 0; i < LONG_STATES; i += 1) await setState(url, long, LARGE);
  const watched = (name, crowd) => meanwhile(name, { url, pids, other }, crowd);
  const results = [];
  for (const count of [30, 100])
    results.push(await watched(`${count} readers of 25 MB who do not read on`, () => doNotReadOn(url, long, count)));
  results.push(await watched('5,000 proposals at once', () => atOnce(url, written, 5000)));
  if (holdRow === undefined) return results;
  const letGo = await holdRow(written[0]);
  results.push(await watched('10 proposals for a locked run', () => atOnce(url, [written[0]], 10)));
  await letGo();
  return results;
}

async function meanwhile(name, { url, pids, other }, crowd) {
  const before = memoryOf(pids).now;
  let isOver = false;
  let most = before;
  const health = [];
  const others = [];
  const ask = async (path, times) => {
    while (!isOver) {
      const start = performance.now();
      await (await fetch(url + path)).arrayBuffer();
      times.push(performance.now() - start);
      most = Math.max(most, memoryOf(pids).now);
      await setTimeout(20);
    }
  };
  const asking = [ask('/health', health), ask(`/flow_runs/${other}`, others)];
  const outcome = await crowd();
  isOver = true;
  await Promise.all(asking);
  return { name, ...outcome, health: summary(health), other: summary(others), memory: most - before };
}

function summary(times) {
  return { mean: times.reduce((sum, each) => sum + each, 0) / times.length, worst: Math.max(...times) };
}

async function doNotReadOn(url, run, count) {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => undefined);
    socket.write(`GET ${historyPath(run)} HTTP/1.1\r\nHost: me\r\n\r\n`);
    return socket;
  });
  await setTimeout(READING_MS);
  for (const socket of sockets) socket.destroy();
  return { statuses: {}, last: null };
}

async function atOnce(url, runs, count) {
  const agent = new Agent({ maxSockets: Infinity });
  const start = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, (_, i) => propose(new URL(proposalPath(runs[i % runs.length]), url), agent)),
  );
  const last = performance.now() - start;
  agent.destroy();
  const statuses = {};
  for (const status of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return { statuses, last };
}

/** The status of the answer; `none` for none. */
function propose(url, agent) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    })
      .once('error', () => resolve('none'))
      .end(PROPOSAL);
  });
}
