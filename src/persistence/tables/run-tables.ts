import { type EntityManager } from 'typeorm';

import { type State, type StateClass } from '../../index.js';
import { ObjectNotFoundError } from '../errors.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { type RunType } from './run-type.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { type RunStateEntity } from './run-state.entity.js';
import { readRow } from './rows.js';
import { readStates } from '../states/read.js';
import { TaskRunEntity } from './task-run.entity.js';
import { TaskRunStateEntity } from './task-run-state.entity.js';

/** The row of a run of either kind. */
export type AnyRunEntity = FlowRunEntity | TaskRunEntity;

/** Where the runs of a kind and their states are kept. @internal */
export interface RunTables {
  readonly kind: RunType;
  readonly title: string;
  readonly run: new () => AnyRunEntity;
  readonly state: new () => RunStateEntity;
}

/** @internal */
export const RUN_TABLES: Readonly<Record<RunType, RunTables>> = {
  flow_run: { kind: 'flow_run', title: 'Flow run', run: FlowRunEntity, state: FlowRunStateEntity },
  task_run: { kind: 'task_run', title: 'Task run', run: TaskRunEntity, state: TaskRunStateEntity },
};

/**
 * Reads a run as it stands, and holds it until the transaction ends. SQLite has one writer at a time, and no locks of rows.
 *
 * @throws {@link ObjectNotFoundError} when there is no such run
 * @internal
 */
export async function lockRun(
  manager: EntityManager,
  { run: table, title }: RunTables,
  id: string,
): Promise<AnyRunEntity> {
  const run = await readRow(manager, table, id, { lock: true });
  if (run === null) throw ObjectNotFoundError.of(title, id);
  return run;
}

/** Reads one state, with its data; null when there is none with the id. @internal */
export async function readState<S extends State>(
  manager: EntityManager,
  { kind }: RunTables,
  id: string,
  stateClass: StateClass<S>,
): Promise<S | null> {
  const [found] = await readStates(manager, kind, { where: 'state.id = ?', parameters: [id], stateClass });
  return found?.state ?? null;
}
