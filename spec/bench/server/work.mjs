/*
 * What is asked of every backend. Each connection has a run of its own: first its history is read again and again, then
 * states are added to it.
 */
import { randomUUID } from 'node:crypto';

/** Connections, and runs. */
export const CONNECTIONS = 8;

/** States of a history that is read. */
export const HISTORY = 30;

/** What a run goes through, over and over. */
const STATES = [
  { type: 'PENDING' },
  { type: 'RUNNING', message: 'at work', state_details: { cache_key: 'chunk-17' } },
  { type: 'COMPLETED', message: 'done', data: { type: 'literal', value: { rows: 1200, files: ['a.csv', 'b.csv'] } } },
  { type: 'SCHEDULED', name: 'AwaitingRetry', state_details: { scheduled_time: '2026-11-23T16:37:01.243753+00:00' } },
];

/** A proposal that the rules of both let through, however often it comes: a state is made every time. */
export const PROPOSAL = JSON.stringify({ state: { type: 'RUNNING', message: 'at work' }, force: false });

/** Makes the runs and their histories. @returns {Promise<string[]>} their ids */
export async function makeRuns(url, states = HISTORY) {
  const { id: flow } = await post(`${url}/flows/`, { name: randomUUID() });
  const runs = [];
  for (let i = 0; i < CONNECTIONS; i += 1) {
    const { id } = await post(`${url}/flow_runs/`, { flow_id: flow, name: `run ${i}`, state: STATES[0] });
    for (let made = 1; made < states; made += 1) {
      await post(`${url}/flow_runs/${id}/set_state`, { state: STATES[made % STATES.length], force: true });
    }
    runs.push(id);
  }
  return runs;
}

/** Makes one run, of a flow of its own. @returns {Promise<string>} its id */
export async function makeRun(url) {
  const { id: flow } = await post(`${url}/flows/`, { name: randomUUID() });
  return (await post(`${url}/flow_runs/`, { flow_id: flow, state: STATES[0] })).id;
}

/** Proposes a state that is written out already. */
export function setState(url, run, body) {
  return postText(`${url}/flow_runs/${run}/set_state`, body);
}

/** The path that gives a run's history. */
export function historyPath(run) {
  return `/api/flow_run_states/?flow_run_id=${run}`;
}

/** The path that takes a proposal. */
export function proposalPath(run) {
  return `/api/flow_runs/${run}/set_state`;
}

/** Reads a run's history. */
export async function readHistory(url, run) {
  return (await fetch(new URL(historyPath(run), url))).json();
}

/** Stops what does not give the history that was made: it would do other work. */
export async function checkHistory(url, run, states = HISTORY) {
  const found = (await readHistory(url, run)).map(({ type, message, data }) => ({ type, message, data }));
  const wanted = Array.from({ length: states }, (_, i) => {
    const { type, message = null, data = null } = STATES[i % STATES.length];
    return { type, message, data };
  });
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${url} gives another history than was made`);
}

function post(url, body) {
  return postText(url, JSON.stringify(body));
}

async function postText(url, body) {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok) throw new Error(`POST ${url} is answered with ${response.status}`);
  return response.json();
}
