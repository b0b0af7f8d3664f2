import { FlowRunEntity } from './flow-run.entity.js';
import { type RunType } from './run-type.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { type RunStateEntity } from './run-state.entity.js';
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
