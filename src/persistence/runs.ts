import { randomUUID } from 'node:crypto';
import { type EntityManager, IsNull } from 'typeorm';

import { now, State } from '../index.js';
import { FlowRunPolicy, TaskRunPolicy } from '../transitions/index.js';
import { type Database } from './database.js';
import { engineOf } from './engine.js';
import { FlowEntity } from './flow.entity.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { refuseUnwritable } from './insert-row.js';
import { type RunEntity } from './run.entity.js';
import { type RunKind } from './run-tables.js';
import { insertRows, readRow } from './rows.js';
import { type PolicyOptions, RunStates } from './run-states.js';
import { TaskRunEntity } from './task-run.entity.js';

/** A run and the state it is in, and whether this call made it. */
export interface MadeRun<R extends RunEntity> {
  readonly run: R;
  readonly state: State | null;
  readonly isNew: boolean;
}

/** What is given to make a flow. */
export type NewFlow = Pick<FlowEntity, 'name' | 'tags'>;

/** What is given to make a flow run; what is left out has Prefect's defaults. */
export type NewFlowRun = Pick<FlowRunEntity, 'name' | 'flowId'> &
  Partial<
    Pick<
      FlowRunEntity,
      | 'flowVersion'
      | 'parameters'
      | 'context'
      | 'idempotencyKey'
      | 'parentTaskRunId'
      | 'empiricalPolicy'
      | 'tags'
      | 'deploymentId'
      | 'infrastructureDocumentId'
    >
  >;

/** What is given to make a task run; what is left out has Prefect's defaults. */
export type NewTaskRun = Pick<TaskRunEntity, 'name' | 'taskKey' | 'dynamicKey'> &
  Partial<
    Pick<
      TaskRunEntity,
      'flowRunId' | 'taskVersion' | 'cacheKey' | 'cacheExpiration' | 'taskInputs' | 'empiricalPolicy' | 'tags'
    >
  > & {
    /** Left out, a random one. */
    readonly id?: string | null;
  };

/** What of a flow run can be changed. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunUpdate` */
export type FlowRunChanges = Partial<
  Pick<
    FlowRunEntity,
    'name' | 'flowVersion' | 'parameters' | 'empiricalPolicy' | 'tags' | 'infrastructurePid' | 'jobVariables'
  >
>;

/** What of a task run can be changed. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunUpdate` */
export type TaskRunChanges = Partial<Pick<TaskRunEntity, 'name'>>;

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

function flowRunOf(given: NewFlowRun): FlowRunEntity {
  return Object.assign(new FlowRunEntity(), {
    ...UNTOUCHED,
    flowVersion: null,
    parameters: {},
    context: {},
    idempotencyKey: null,
    parentTaskRunId: null,
    empiricalPolicy: new FlowRunPolicy({}),
    tags: [],
    autoScheduled: false,
    deploymentId: null,
    infrastructureDocumentId: null,
    jobVariables: {},
    ...given,
    id: randomUUID(),
  });
}

function taskRunOf(given: NewTaskRun): TaskRunEntity {
  return Object.assign(new TaskRunEntity(), {
    ...UNTOUCHED,
    flowRunId: null,
    taskVersion: null,
    cacheKey: null,
    cacheExpiration: null,
    taskInputs: {},
    empiricalPolicy: new TaskRunPolicy({}),
    tags: [],
    flowRunRunCount: 0,
    ...given,
    id: given.id ?? randomUUID(),
  });
}

/** Flows and runs, kept. */
export class Runs {
  readonly #database: Database;
  readonly #rules: PolicyOptions;

  /** @param rules - those that first states go by, which are forced */
  constructor(database: Database, rules: PolicyOptions = {}) {
    this.#database = database;
    this.#rules = rules;
  }

  /** Makes a flow, or finds the one with the name. */
  makeFlow(given: NewFlow): Promise<{ readonly flow: FlowEntity; readonly isNew: boolean }> {
    return this.#database.writeTogether(async (manager) => {
      const flow = Object.assign(new FlowEntity(), { ...given, id: randomUUID() });
      // a text that no column holds cannot be looked for either
      refuseUnwritable(manager, flow);
      await lockName(manager, ['flow', given.name]);
      const known = await manager.findOneBy(FlowEntity, { name: given.name });
      if (known !== null) return { flow: known, isNew: false };
      await insertRows(manager, [flow]);
      return { flow, isNew: true };
    });
  }

  /**
   * Makes a flow run and brings it into its first state, pending unless given; or finds the run that was made for the
   * same idempotency key.
   */
  makeFlowRun(given: NewFlowRun, state: State = State.pending()): Promise<MadeRun<FlowRunEntity>> {
    return this.#database.writeTogether(async (manager) => {
      const { flowId, idempotencyKey = null } = given;
      const run = flowRunOf(given);
      refuseUnwritable(manager, run);
      if (idempotencyKey !== null) await lockName(manager, ['flow_run', flowId, idempotencyKey]);
      const known = idempotencyKey === null ? null : await manager.findOneBy(FlowRunEntity, { flowId, idempotencyKey });
      return this.#make(manager, 'flow_run', known, run, state);
    });
  }

  /**
   * Makes a task run and brings it into its first state, pending unless given; or finds the run that was made in the same
   * flow run for the same task and dynamic key.
   */
  makeTaskRun(given: NewTaskRun, state: State = State.pending()): Promise<MadeRun<TaskRunEntity>> {
    return this.#database.writeTogether(async (manager) => {
      const { flowRunId = null, taskKey, dynamicKey } = given;
      const run = taskRunOf(given);
      refuseUnwritable(manager, run);
      await lockName(manager, ['task_run', flowRunId, taskKey, dynamicKey]);
      const known = await manager.findOneBy(TaskRunEntity, { flowRunId: flowRunId ?? IsNull(), taskKey, dynamicKey });
      return this.#make(manager, 'task_run', known, run, state);
    });
  }

  /**
   * Changes a flow run; its states are changed by `RunStates` only.
   *
   * @returns false when there is no such flow run
   */
  updateFlowRun(id: string, changes: FlowRunChanges): Promise<boolean> {
    return this.#update(FlowRunEntity, id, changes);
  }

  /** Changes a task run. @returns false when there is no such task run */
  updateTaskRun(id: string, changes: TaskRunChanges): Promise<boolean> {
    return this.#update(TaskRunEntity, id, changes);
  }

  /** Deletes a flow run, with its task runs and all their states. @returns false when there is no such flow run */
  deleteFlowRun(id: string): Promise<boolean> {
    return this.#delete(FlowRunEntity, id);
  }

  /** Deletes a task run with its states. @returns false when there is no such task run */
  deleteTaskRun(id: string): Promise<boolean> {
    return this.#delete(TaskRunEntity, id);
  }

  #update<R extends RunEntity>(table: new () => R, id: string, changes: Partial<R>): Promise<boolean> {
    return this.#database.writeTogether(async (manager) => {
      refuseUnwritable(manager, Object.assign(new table(), changes));
      const columns = { ...changes, updated: now() } as Parameters<typeof manager.update<RunEntity>>[2];
      const { affected } = await manager.update<RunEntity>(table, { id }, columns);
      return affected !== 0;
    }, id);
  }

  #delete(table: new () => RunEntity, id: string): Promise<boolean> {
    return this.#database.writeTogether(
      async (manager) => (await manager.delete<RunEntity>(table, { id })).affected !== 0,
      id,
    );
  }

  async #make<R extends RunEntity>(
    manager: EntityManager,
    kind: RunKind,
    known: R | null,
    run: R,
    state: State,
  ): Promise<MadeRun<R>> {
    const states = new RunStates(this.#database, kind, this.#rules);
    if (known !== null) {
      return {
        run: known,
        state: known.stateId === null ? null : await states.find(known.stateId, { manager }),
        isNew: false,
      };
    }
    await insertRows(manager, [run]);
    const { state: kept } = await states.propose(run.id, state, { manager, force: true });
    // as it stands now, with the columns of its first state
    const made = await readRow(manager, run.constructor as new () => R, run.id);
    return { run: made!, state: kept, isNew: true };
  }
}

/**
 * Lets nobody else look for the same name until the transaction ends, so that two who look at once do not both make it.
 * SQLite has one writer at a time anyway.
 */
async function lockName(manager: EntityManager, name: readonly (string | null)[]): Promise<void> {
  if (engineOf(manager) !== 'postgres') return;
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(name)]);
}
