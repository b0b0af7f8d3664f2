import { type DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { type EntityManager, type FindOptionsWhere, IsNull } from 'typeorm';

import { type DateTimeInput, type ProposedState, State, type StateClass } from '../../index.js';
import { type Abortable, type Database } from '../database.js';
import { deleteRun, findEnded } from './delete.js';
import { dialectOf } from '../engines/sql.js';
import { ObjectNotFoundError } from '../errors.js';
import { FlowEntity } from '../tables/flow.entity.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { type StateReadOptions, classOf, type Given, idOf, read, stateOf } from '../given.js';
import {
  EndedGiven,
  FlowGiven,
  FlowRunChangesGiven,
  FlowRunGiven,
  LabelsGiven,
  TaskRunChangesGiven,
  TaskRunGiven,
} from './given.js';
import { inheritLabels } from './labels.js';
import { type FlowRunChanges, type NewFlow, type NewFlowRun, type NewTaskRun, type TaskRunChanges } from './changes.js';
import { insertReferring, type References } from '../tables/insert-referring.js';
import { type Labels } from '../tables/labels.js';
import { type RunEntity } from '../tables/run.entity.js';
import { type RunType } from '../tables/run-type.js';
import { type AnyRunEntity } from '../tables/run-tables.js';
import { insertRows, readRow, refuseUnwritable, updateRow } from '../tables/rows.js';
import { type PolicyOptions, RunStates } from '../states/run-states.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';

/** A run and the state it is in, and whether this call made it. */
export interface CreatedRun<R extends RunEntity, S extends State = State> {
  readonly run: R;
  readonly state: S | null;
  readonly isNew: boolean;
}

/** What runs of either kind refer to. */
const REFERENCES: References = {
  flowId: ['Flow', FlowEntity],
  flowRunId: ['Flow run', FlowRunEntity],
  parentTaskRunId: ['Task run', TaskRunEntity],
};

const UNTOUCHED = {
  stateId: null,
  stateType: null,
  stateName: null,
  stateTimestamp: null,
  runCount: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
  startTime: null,
  endTime: null,
} as const;

function flowRunOf(given: FlowRunGiven): FlowRunEntity {
  const more = { autoScheduled: false, id: randomUUID() };
  return Object.assign(new FlowRunEntity(), UNTOUCHED, given, more);
}

function taskRunOf(given: TaskRunGiven): TaskRunEntity {
  const more = { flowRunRunCount: 0, id: given.id ?? randomUUID() };
  return Object.assign(new TaskRunEntity(), UNTOUCHED, given, more);
}

/** Of a model only what was given, and not its defaults. */
function givenOf<M extends Given>(model: M, given: object): Partial<M> {
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return Object.fromEntries(names.map((name) => [name, model[name as keyof M]])) as Partial<M>;
}

/**
 * Flows and runs, kept. What makes no sense, such as an id that is no UUID, or a name that is no field, is a
 * {@link ValidationError} before the database is asked.
 */
export class Runs<S extends State = State> {
  readonly #database: Database;
  readonly #options: PolicyOptions & StateReadOptions<S>;
  readonly #stateClass: StateClass<S>;

  /** @param options - the rules that first states go by, which are forced, and the class of the states */
  constructor(database: Database, options: PolicyOptions & StateReadOptions<S> = {}) {
    this.#database = database;
    this.#options = options;
    this.#stateClass = classOf(options, Runs);
  }

  /** Makes a flow, or finds the one with the name. */
  async createFlow(
    given: NewFlow,
    options: Abortable = {},
  ): Promise<{ readonly flow: FlowEntity; readonly isNew: boolean }> {
    const { name, tags, labels } = read(Runs, FlowGiven, given);
    return this.#database.writeTogether(async (manager) => {
      const flow = Object.assign(new FlowEntity(), { name, tags, labels, id: randomUUID() });
      // a text that no column holds cannot be looked for either
      refuseUnwritable(manager, flow);
      await dialectOf(manager).lockName(manager, ['flow', name]);
      const known = await manager.findOneBy(FlowEntity, { name });
      if (known !== null) return { flow: known, isNew: false };
      await insertRows(manager, [flow]);
      return { flow, isNew: true };
    }, options);
  }

  /**
   * Makes a flow run and brings it into its first state, pending unless given; or finds the run that was made for the
   * same idempotency key.
   *
   * @throws {@link ReferenceNotFoundError} for a flow or a parent that there is not
   */
  async createFlowRun(
    given: NewFlowRun,
    state: State | ProposedState = State.pending(),
    options: Abortable = {},
  ): Promise<CreatedRun<FlowRunEntity, S>> {
    const asked = read(Runs, FlowRunGiven, given);
    const { flowId, idempotencyKey } = asked;
    const key = idempotencyKey === null ? null : { flowId, idempotencyKey };
    return this.createOrFind('flow_run', () => flowRunOf(asked), key, state, options);
  }

  /**
   * Makes a task run and brings it into its first state, pending unless given; or finds the run that was made in the same
   * flow run for the same task and dynamic key.
   *
   * @throws {@link ReferenceNotFoundError} for a flow run that there is not
   */
  async createTaskRun(
    given: NewTaskRun,
    state: State | ProposedState = State.pending(),
    options: Abortable = {},
  ): Promise<CreatedRun<TaskRunEntity, S>> {
    const asked = read(Runs, TaskRunGiven, given);
    const { flowRunId, taskKey, dynamicKey } = asked;
    const key = { flowRunId, taskKey, dynamicKey };
    return this.createOrFind('task_run', () => taskRunOf(asked), key, state, options);
  }

  /**
   * Changes a flow run; its states are changed by `RunStates` only.
   *
   * @returns false when there is no such flow run
   */
  async updateFlowRun(id: string, changes: FlowRunChanges, options: Abortable = {}): Promise<boolean> {
    const given = givenOf(read(Runs, FlowRunChangesGiven, changes), changes);
    return this.#update(FlowRunEntity, idOf(Runs, id), given, options);
  }

  /**
   * Gives a flow run more labels, beside those that it has.
   *
   * @throws {@link ObjectNotFoundError} when there is no such flow run
   * @source prefect 3.8.8, server/models/flow_runs.py, `update_flow_run_labels`
   */
  async addFlowRunLabels(id: string, labels: Labels, options: Abortable = {}): Promise<void> {
    const row = idOf(Runs, id);
    const given = read(Runs, LabelsGiven, { labels }).labels;
    await this.#database.writeTogether(
      async (manager) => {
        refuseUnwritable(manager, Object.assign(new FlowRunEntity(), { labels: given }));
        const run = await readRow(manager, FlowRunEntity, row, { lock: true });
        if (run === null) throw ObjectNotFoundError.of('Flow run', row);
        await updateRow(manager, FlowRunEntity, row, { labels: { ...run.labels, ...given } });
      },
      { ...options, row },
    );
  }

  /** Changes a task run. @returns false when there is no such task run */
  async updateTaskRun(id: string, changes: TaskRunChanges, options: Abortable = {}): Promise<boolean> {
    const given = givenOf(read(Runs, TaskRunChangesGiven, changes), changes);
    return this.#update(TaskRunEntity, idOf(Runs, id), given, options);
  }

  /** Deletes a flow run, with its task runs and all their states and data. @returns false when there is no such flow run */
  async deleteFlowRun(id: string, options: Abortable = {}): Promise<boolean> {
    return this.#delete(FlowRunEntity, idOf(Runs, id), options);
  }

  /** Deletes a task run with its states and their data. @returns false when there is no such task run */
  async deleteTaskRun(id: string, options: Abortable = {}): Promise<boolean> {
    return this.#delete(TaskRunEntity, idOf(Runs, id), options);
  }

  #update<R extends RunEntity>(
    table: new () => R,
    id: string,
    changes: Partial<R>,
    options: Abortable,
  ): Promise<boolean> {
    return this.#database.writeTogether(
      async (manager) => {
        refuseUnwritable(manager, Object.assign(new table(), changes));
        if ((await readRow(manager, table, id, { lock: true })) === null) return false;
        await updateRow(manager, table, id, changes);
        return true;
      },
      { ...options, row: id },
    );
  }

  /**
   * Deletes flow runs, and task runs of no flow run, that ended before a time, with all that belongs to them: each in a
   * transaction of its own, so that others write in between.
   *
   * @param limit - the most runs of each kind that are deleted by this call
   * @returns how many were deleted; 0 when none is left
   * @throws {@link ValidationError} for a time or a limit that is none
   * @example
   * ```ts
   * while ((await runs.deleteEnded(DateTime.utc().minus({ days: 90 }))) > 0);
   * ```
   */
  async deleteEnded(
    before: DateTimeInput,
    { signal, ...options }: Abortable & { readonly limit?: number } = {},
  ): Promise<number> {
    const asked = read(Runs, EndedGiven, { before, ...options });
    let deleted = 0;
    for (const [table, ids] of await findEnded(this.#database.reader, asked))
      for (const id of ids) if (await this.#delete(table, id, { signal }, asked.before)) deleted += 1;
    return deleted;
  }

  #delete(table: new () => RunEntity, id: string, options: Abortable, before?: DateTime): Promise<boolean> {
    const work = (manager: EntityManager): Promise<boolean> => deleteRun(manager, table, id, before);
    return this.#database.writeTogether(work, { ...options, row: id });
  }

  /** @param key - the columns that a run of the same key has, under which only one is made at a time; null for no key */
  async createOrFind<R extends AnyRunEntity>(
    kind: RunType,
    makeRow: () => R,
    key: Readonly<Record<string, string | null>> | null,
    state: State | ProposedState,
    options: Abortable,
  ): Promise<CreatedRun<R, S>> {
    const first = stateOf(Runs, state, this.#stateClass);
    return this.#database.writeTogether(async (manager) => {
      const run = makeRow();
      refuseUnwritable(manager, run);
      if (key !== null) await dialectOf(manager).lockName(manager, [kind, ...Object.values(key)]);
      const known = key === null ? null : await findByKey(manager, run.constructor as new () => R, key);
      return known === null ? this.#make(manager, kind, run, first) : this.#found(manager, kind, known);
    }, options);
  }

  async #found<R extends AnyRunEntity>(manager: EntityManager, kind: RunType, run: R): Promise<CreatedRun<R, S>> {
    const states = new RunStates(this.#database, kind, this.#options);
    const state = run.stateId === null ? null : await states.find(run.stateId, { manager });
    return { run, state, isNew: false };
  }

  async #make<R extends AnyRunEntity>(
    manager: EntityManager,
    kind: RunType,
    run: R,
    state: State,
  ): Promise<CreatedRun<R, S>> {
    const states = new RunStates(this.#database, kind, this.#options);
    await inheritLabels(manager, run);
    await insertReferring(manager, run, REFERENCES);
    const { state: kept } = await states.propose(run.id, state, { manager, force: true });
    // as it stands now, with the columns of its first state
    const made = await readRow(manager, run.constructor as new () => R, run.id);
    return { run: made!, state: kept, isNew: true };
  }
}

function findByKey<R extends AnyRunEntity>(
  manager: EntityManager,
  table: new () => R,
  key: Readonly<Record<string, string | null>>,
): Promise<R | null> {
  const where = Object.entries(key).map(([column, value]) => [column, value ?? IsNull()] as const);
  return manager.findOneBy(table, Object.fromEntries(where) as FindOptionsWhere<R>);
}
