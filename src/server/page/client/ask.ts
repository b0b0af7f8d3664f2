/* What the page asks of the server: what every client may ask. Of the contract it takes types only, which leave nothing behind. */
import { type FlowRun, type MAX_LIMIT, type prefect2Routes, type RunPage, type TaskRun } from '../../../api/index.js';
import { type JsonOf, type State } from '../../../index.js';

/** A state on the wire. */
export type WireState = JsonOf<State>;

/** A run of either kind on the wire. */
export type WireRun = JsonOf<FlowRun> | JsonOf<TaskRun>;

/** Which of the two kinds of runs it is. */
export type RunType = 'flow_run' | 'task_run';

/** The most runs that the server gives at once. */
export const MOST_RUNS: typeof MAX_LIMIT = 200;

type Routes = typeof prefect2Routes;
type SearchPath = Routes['flowRuns' | 'taskRuns']['filter']['path'];

/** What runs are looked for by here. */
interface Search extends RunPage {
  readonly flow_runs?: { readonly id: { readonly any_: readonly string[] } };
}

/** Thrown when the server answers, but not with what was asked for. */
export class AnswerError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The server answered ${status}`);
    this.status = status;
  }
}

/** The newest flow runs. */
export function readRuns(limit: number): Promise<WireRun[]> {
  return search('/flow_runs/filter', { sort: 'START_TIME_DESC', limit });
}

/** One flow run; null when there is none with the id. */
export async function readRun(id: string): Promise<WireRun | null> {
  const found = await search('/flow_runs/filter', { flow_runs: { id: { any_: [id] } }, limit: 1 });
  return found[0] ?? null;
}

/** The task runs of a flow run, those that were made first first. */
export async function readTasks(flowRunId: string): Promise<WireRun[]> {
  const tasks = await search('/task_runs/filter', { flow_runs: { id: { any_: [flowRunId] } }, limit: MOST_RUNS });
  return tasks.sort((a, b) => (a.created ?? '').localeCompare(b.created ?? ''));
}

/** The states of a run, the oldest first. */
export function readHistory(kind: RunType, id: string): Promise<WireState[]> {
  const path = `/${kind}_states/` satisfies Routes['flowRuns' | 'taskRuns']['history']['path'];
  return ask(`${path}?${kind}_id=${encodeURIComponent(id)}`);
}

function search(path: SearchPath, body: Search): Promise<WireRun[]> {
  return ask(path, body);
}

/** Longer than this the server is taken for gone. */
const PATIENCE_MS = 15_000;

async function ask<T>(path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const request = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  // fetch takes no address with a password in it, as the page's own may have one
  const here = location.origin + location.pathname;
  // an answer of before is of no use
  const response = await fetch(new URL(`v2/api${path}`, here), {
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...request,
  });
  if (!response.ok) throw new AnswerError(response.status);
  return (await response.json()) as T;
}
