/* What a batch of told states comes to, beside what is kept already: one after another, and no row is written yet. */
import { type DateTime } from 'luxon';

import { compareDateTimes, formatDateTime, toUtcDateTime } from '../../index.js';
import { TaskRunPolicy } from '../../transitions/index.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';
import { TaskRunStateEntity } from '../tables/task-run-state.entity.js';
import { type ToldState } from './told-state.js';

/** What became of an event. */
export type EventOutcome =
  /** The state is kept, and the task run as it stands by it. */
  | { readonly status: 'RECORDED' }
  /** Its id is known: it came before, and is dropped as a whole. */
  | { readonly status: 'KNOWN' }
  /** It tells of nothing that is kept. */
  | { readonly status: 'IGNORED' }
  /** It is not kept, because a row that it needs is locked from elsewhere, on Postgres, and may be given again. */
  | { readonly status: 'LOCKED'; readonly cause: unknown }
  /** It cannot be recorded, now or later. The reason quotes nothing of it. */
  | { readonly status: 'REFUSED'; readonly reason: string };

/** A task run that is kept, as far as an event depends on it. */
export interface KeptRun {
  readonly id: string;
  readonly flowRunId: string | null;
  readonly taskKey: string;
  readonly dynamicKey: string;
  readonly stateTimestamp: DateTime | null;
}

/** What is kept of all that a batch tells of. */
export interface Kept {
  readonly runs: readonly KeptRun[];
  readonly flowRunIds: ReadonlySet<string>;
  readonly stateIds: ReadonlySet<string>;
  /** See {@link instantOf}. */
  readonly instants: ReadonlySet<string>;
}

/** A task run and an instant, as one text. */
export function instantOf(runId: string, timestamp: DateTime): string {
  return `${runId} ${formatDateTime(toUtcDateTime(timestamp))}`;
}

interface Run extends KeptRun {
  readonly isNew: boolean;
  /** What becomes of its columns. */
  readonly columns: Partial<TaskRunEntity>;
}

/** A batch: what is to be written, as far as it has been taken. */
export class Batch {
  readonly #runs = new Map<string, Run>();
  readonly #byKey = new Map<string, string>();
  readonly #flowRunIds: ReadonlySet<string>;
  readonly #stateIds: Set<string>;
  readonly #instants: Set<string>;
  /** The states to be inserted. */
  readonly states: TaskRunStateEntity[] = [];

  constructor({ runs, flowRunIds, stateIds, instants }: Kept) {
    this.#flowRunIds = flowRunIds;
    this.#stateIds = new Set(stateIds);
    this.#instants = new Set(instants);
    for (const run of runs) this.#put({ ...run, isNew: false, columns: {} });
  }

  /**
   * Takes a told state.
   *
   * @param createName - names a task run of which no event says the name
   * @source prefect 3.8.8, server/services/task_run_recorder.py, `_record_bulk_task_run_events`
   */
  take(told: ToldState, createName: () => string): EventOutcome {
    const { state, flowRunId } = told;
    if (this.#stateIds.has(state.id)) return { status: 'KNOWN' };
    if (flowRunId !== null && !this.#flowRunIds.has(flowRunId))
      return { status: 'REFUSED', reason: 'there is no such flow run' };
    const known = this.#find(told);
    const id = known?.id ?? told.runId;
    const instant = instantOf(id, state.timestamp);
    if (this.#instants.has(instant))
      return { status: 'REFUSED', reason: 'the task run has another state at that instant' };
    this.#stateIds.add(state.id);
    this.#instants.add(instant);
    this.states.push(stateOf(told, id));
    if (known === undefined) this.#put(newRun(told, createName));
    else if (isLater(state.timestamp, known.stateTimestamp)) this.#change(known, told);
    return { status: 'RECORDED' };
  }

  /** The task runs to be inserted, in no state yet: that must be there before. */
  get newRuns(): TaskRunEntity[] {
    return this.#rows(({ isNew, columns }) => isNew && { ...columns, stateId: null });
  }

  /** The task runs to be changed, when their states are there: of new ones, which state they are in. */
  get changedRuns(): TaskRunEntity[] {
    return this.#rows(({ isNew, columns }) => (isNew ? { stateId: columns.stateId! } : columns));
  }

  #rows(columnsOf: (run: Run) => Partial<TaskRunEntity> | false): TaskRunEntity[] {
    return [...this.#runs.values()].flatMap((run) => {
      const columns = columnsOf(run);
      if (columns === false || Object.keys(columns).length === 0) return [];
      return Object.assign(new TaskRunEntity(), columns, { id: run.id });
    });
  }

  /** By what it is a run of, before its id. */
  #find(told: ToldState): Run | undefined {
    const key = keyOf(told);
    const id = (key === null ? undefined : this.#byKey.get(key)) ?? told.runId;
    return this.#runs.get(id);
  }

  #put(run: Run): void {
    this.#runs.set(run.id, run);
    const key = keyOf(run);
    if (key !== null) this.#byKey.set(key, run.id);
  }

  #change(run: Run, { columns, flowRunId, taskKey, dynamicKey, state }: ToldState): void {
    const before = keyOf(run);
    if (before !== null) this.#byKey.delete(before);
    const now = { flowRunId, taskKey, dynamicKey, stateTimestamp: state.timestamp };
    this.#put({ ...run, ...now, columns: { ...run.columns, ...columns } });
  }
}

function isLater(time: DateTime, than: DateTime | null): boolean {
  return than === null || compareDateTimes(time, than) > 0;
}

/** What a task run is a run of; null without a flow run. */
function keyOf({
  flowRunId,
  taskKey,
  dynamicKey,
}: Pick<KeptRun, 'flowRunId' | 'taskKey' | 'dynamicKey'>): string | null {
  return flowRunId === null ? null : JSON.stringify([flowRunId, taskKey, dynamicKey]);
}

function stateOf({ state, flowRunId }: ToldState, runId: string): TaskRunStateEntity {
  const stateDetails = state.stateDetails.copy({ update: { flowRunId, taskRunId: runId } });
  return Object.assign(new TaskRunStateEntity(), state, { runId, stateDetails });
}

function newRun(
  { runId: id, flowRunId, taskKey, dynamicKey, state, columns }: ToldState,
  createName: () => string,
): Run {
  const key = { flowRunId, taskKey, dynamicKey, stateTimestamp: state.timestamp };
  const { name = createName() } = columns;
  return { id, ...key, isNew: true, columns: { ...unsaid(), ...columns, name } };
}

/** What Prefect has for what no event says. */
function unsaid(): Partial<TaskRunEntity> {
  return {
    taskVersion: null,
    cacheKey: null,
    cacheExpiration: null,
    empiricalPolicy: new TaskRunPolicy({}),
    tags: [],
    labels: null,
    taskInputs: {},
    runCount: 0,
    flowRunRunCount: 0,
    expectedStartTime: null,
    nextScheduledStartTime: null,
    startTime: null,
    endTime: null,
    totalRunTime: 0,
  };
}
