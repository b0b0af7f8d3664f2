import { randomUUID } from 'node:crypto';
import { type EntityManager, IsNull } from 'typeorm';

import { State } from '../index.js';
import { type Database, engineOf } from './database.js';
import { FlowEntity } from './flow.entity.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { insertRow } from './insert-row.js';
import { type RunEntity } from './run.entity.js';
import { type RunKind, RunStates } from './run-states.js';
import { TaskRunEntity } from './task-run.entity.js';

/** A run and the state it is in, and whether this call made it. */
export interface MadeRun<R extends RunEntity> {
  readonly run: R;
  readonly state: State | null;
  readonly isNew: boolean;
}

/** What is given to make a flow. */
export type NewFlow = Pick<FlowEntity, 'name' | 'tags'>;

/** What is given to make a flow run. */
export type NewFlowRun = Pick<
  FlowRunEntity,
  | 'name'
  | 'flowId'
  | 'flowVersion'
  | 'parameters'
  | 'context'
  | 'idempotencyKey'
  | 'parentTaskRunId'
  | 'empiricalPolicy'
  | 'tags'
>;

/** What is given to make a task run. */
export type NewTaskRun = Pick<
  TaskRunEntity,
  | 'name'
  | 'flowRunId'
  | 'taskKey'
  | 'dynamicKey'
  | 'taskVersion'
  | 'cacheKey'
  | 'cacheExpiration'
  | 'taskInputs'
  | 'empiricalPolicy'
  | 'tags'
> & {
  /** Left out, a random one. */
  readonly id?: string | null;
};

/** Flows and runs, kept. */
export class Runs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes a flow, or finds the one with the name. */
  makeFlow(given: NewFlow): Promise<{ readonly flow: FlowEntity; readonly isNew: boolean }> {
    return this.#database.write(async (manager) => {
      await lockName(manager, ['flow', given.name]);
      const known = await manager.findOneBy(FlowEntity, { name: given.name });
      if (known !== null) return { flow: known, isNew: false };
      const flow = Object.assign(new FlowEntity(), { ...given, id: randomUUID() });
      await insertRow(manager, flow);
      return { flow, isNew: true };
    });
  }

  /**
   * Makes a flow run and brings it into its first state, pending unless given; or finds the run that was made for the
   * same idempotency key.
   */
  makeFlowRun(given: NewFlowRun, state: State = State.pending()): Promise<MadeRun<FlowRunEntity>> {
    return this.#database.write(async (manager) => {
      const { flowId, idempotencyKey } = given;
      if (idempotencyKey !== null) await lockName(manager, ['flow_run', flowId, idempotencyKey]);
      const known = idempotencyKey === null ? null : await manager.findOneBy(FlowRunEntity, { flowId, idempotencyKey });
      return this.#make(
        manager,
        'flow_run',
        known,
        Object.assign(new FlowRunEntity(), given, { id: randomUUID() }),
        state,
      );
    });
  }

  /**
   * Makes a task run and brings it into its first state, pending unless given; or finds the run that was made in the same
   * flow run for the same task and dynamic key.
   */
  makeTaskRun(given: NewTaskRun, state: State = State.pending()): Promise<MadeRun<TaskRunEntity>> {
    return this.#database.write(async (manager) => {
      const { flowRunId, taskKey, dynamicKey } = given;
      await lockName(manager, ['task_run', flowRunId, taskKey, dynamicKey]);
      const known = await manager.findOneBy(TaskRunEntity, { flowRunId: flowRunId ?? IsNull(), taskKey, dynamicKey });
      const run = Object.assign(new TaskRunEntity(), given, { id: given.id ?? randomUUID() });
      return this.#make(manager, 'task_run', known, run, state);
    });
  }

  async #make<R extends RunEntity>(
    manager: EntityManager,
    kind: RunKind,
    known: R | null,
    run: R,
    state: State,
  ): Promise<MadeRun<R>> {
    const states = new RunStates(this.#database, kind);
    if (known !== null) {
      return {
        run: known,
        state: known.stateId === null ? null : await states.find(known.stateId, { manager }),
        isNew: false,
      };
    }
    Object.assign(run, { stateId: null, stateTimestamp: null });
    await insertRow(manager, run);
    const kept = await states.append(run.id, state, { manager });
    // as it stands now, with the columns of its first state
    const table = run.constructor as new () => R;
    return { run: (await manager.findOneByOrFail<RunEntity>(table, { id: run.id })) as R, state: kept, isNew: true };
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
