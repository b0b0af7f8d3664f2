/* What the page asks of the server: the wire API that every client has, nothing else. */

/** A state, as far as the page shows it. */
export interface WireState {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly timestamp: string;
  readonly message: string | null;
  readonly state_details?: { readonly scheduled_time?: string | null };
}

/** A flow run or a task run, as far as the page shows it. */
export interface WireRun {
  readonly id: string;
  readonly name: string;
  readonly created: string | null;
  readonly tags: readonly string[];
  readonly state: WireState | null;
}

/** Which of the two sorts of runs it is. */
export type RunKind = 'flow_run' | 'task_run';

/** The most runs that the server gives at once. */
export const MOST_RUNS = 200;

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
  return ask('flow_runs/filter', { sort: 'START_TIME_DESC', limit, offset: 0 });
}

/** One flow run; null when there is none with the id. */
export async function readRun(id: string): Promise<WireRun | null> {
  const found = await ask<WireRun[]>('flow_runs/filter', { flow_runs: { id: { any_: [id] } }, limit: 1, offset: 0 });
  return found[0] ?? null;
}

/** The task runs of a flow run, those that were made first first. */
export async function readTasks(flowRunId: string): Promise<WireRun[]> {
  const body = { flow_runs: { id: { any_: [flowRunId] } }, limit: MOST_RUNS, offset: 0 };
  const tasks = await ask<WireRun[]>('task_runs/filter', body);
  return tasks.sort((a, b) => (a.created ?? '').localeCompare(b.created ?? ''));
}

/** The states of a run, the oldest first. */
export function readHistory(kind: RunKind, id: string): Promise<WireState[]> {
  return ask(`${kind}_states/?${kind}_id=${encodeURIComponent(id)}`);
}

/** Longer than this the server is taken for gone. */
const PATIENCE_MS = 15_000;

async function ask<T>(path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const request = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  // fetch takes no address with a password in it, as the page's own may have one
  const here = location.origin + location.pathname;
  // an answer of before is of no use
  const response = await fetch(new URL(`v2/api/${path}`, here), {
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...request,
  });
  if (!response.ok) throw new AnswerError(response.status);
  return (await response.json()) as T;
}
