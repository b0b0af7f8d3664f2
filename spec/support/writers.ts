/* Many who write states at once to a running backend, and what was promised to them. */
import { randomUUID } from 'node:crypto';

import { compareDateTimes, State } from '../../src/index.js';
import { Database, FlowRunEntity, RunStates } from '../../src/persistence/index.js';
import { type Answer, post, send } from './http.js';

/** What a backend answered 201 to: the id of the run, and the state as it was answered. */
export interface Promised {
  readonly runId: string;
  readonly json: string;
}

/** Makes flow runs over REST, and gives their ids. */
export async function createFlowRuns(url: string, count: number, fields: object = {}): Promise<string[]> {
  const flow = (await send(`${url}/flows/`, post({ name: randomUUID() }))).body as { readonly id: string };
  return makeMany(count, () => send(`${url}/flow_runs/`, post({ flow_id: flow.id, ...fields })));
}

/** Makes task runs over REST which belong to no flow run, and gives their ids. */
export function createTaskRuns(url: string, count: number, fields: object = {}): Promise<string[]> {
  const task = { flow_run_id: null, task_key: 't', ...fields };
  return makeMany(count, () => send(`${url}/task_runs/`, post({ ...task, dynamic_key: randomUUID() })));
}

async function makeMany(count: number, make: () => Promise<Answer>): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, make));
  return made.map(({ body }) => (body as { readonly id: string }).id);
}

/** Brings a flow run into a state over REST, whatever state it is in. */
export function setState(url: string, runId: string, state: object = { type: 'RUNNING' }): Promise<Answer> {
  return send(`${url}/flow_runs/${runId}/set_state`, post({ state, force: true }));
}

/**
 * Brings a flow run into one more state.
 *
 * @returns null when the backend went away before it answered
 * @throws for any answer but 201
 */
export async function promise(url: string, runId: string): Promise<Promised | null> {
  let answer: Answer;
  try {
    answer = await setState(url, runId, {
      type: 'RUNNING',
      message: randomUUID(),
      data: { type: 'literal', value: 1 },
    });
  } catch {
    return null;
  }
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return { runId, json: JSON.stringify((answer.body as { readonly state: object }).state) };
}

/**
 * Reads a database and looks that every state that was promised is there as it was answered, none twice, and that every
 * run is in its latest state.
 */
export async function expectKept(url: string, runIds: readonly string[], promised: readonly Promised[]): Promise<void> {
  const database = await Database.openReadOnly(url);
  try {
    for (const runId of runIds) {
      const history = await new RunStates(database, 'flow_run').history(runId);
      const kept = new Set(history.map((state) => JSON.stringify(state)));
      expect(kept.size).toBe(history.length);
      expect(new Set(history.map(({ id }) => id)).size).toBe(history.length);
      // ids only: a report of all that was promised would be long
      const lost = promised.filter((each) => each.runId === runId && !kept.has(each.json));
      expect(lost.map(({ json }) => (JSON.parse(json) as { readonly id: string }).id)).toEqual([]);
      expect(history.filter((state, i) => i > 0 && isNotAfter(state, history[i - 1]!))).toEqual([]);
      const { id: stateId, type: stateType, name: stateName, timestamp: stateTimestamp } = history.at(-1)!;
      const run = await database.reader.findOneByOrFail(FlowRunEntity, { id: runId });
      expect(run).toMatchObject({ stateId, stateType, stateName });
      expect(compareDateTimes(run.stateTimestamp!, stateTimestamp)).toBe(0);
    }
  } finally {
    await database.close();
  }
}

function isNotAfter(state: State, before: State): boolean {
  return compareDateTimes(state.timestamp, before.timestamp) <= 0;
}
