import { type DateTime } from 'luxon';

import { type StateType } from '../states/index.js';
import { type FlowRunPolicy, type TaskRunPolicy } from './run-policy.js';

/** The columns of a run that transitions read and write; a row of the database can be passed as it is. */
interface RunColumns {
  readonly id: string;
  stateType: StateType | null;
  stateName: string | null;
  stateTimestamp: DateTime | null;
  /** How often the run entered a running state since it last left a terminal one. */
  runCount: number;
  startTime: DateTime | null;
  endTime: DateTime | null;
  /** Microseconds that the run spent in running states; the current state does not count. */
  totalRunTime: number;
  /** When the run was first supposed to start. */
  expectedStartTime: DateTime | null;
  /** When the run is supposed to start, while it is scheduled. */
  nextScheduledStartTime: DateTime | null;
}

/** The columns of a flow run that rules use. @source prefect 2.20.25, server/database/orm_models.py, `ORMFlowRun` */
export interface FlowRunColumns extends RunColumns {
  empiricalPolicy: FlowRunPolicy;
  readonly deploymentId: string | null;
  /** The identifier of the run's infrastructure; null when none was started. */
  readonly infrastructurePid: string | null;
  /** The task run that represents this run in its parent flow run. */
  readonly parentTaskRunId: string | null;
}

/** The columns of a task run that rules use. @source prefect 2.20.25, server/database/orm_models.py, `ORMTaskRun` */
export interface TaskRunColumns extends RunColumns {
  readonly empiricalPolicy: TaskRunPolicy;
  /** Null for a task that runs without a flow run. */
  readonly flowRunId: string | null;
  /** The flow run's `runCount` when this run last entered a running state. */
  flowRunRunCount: number;
}

/** A run of either kind. */
export type AnyRunColumns = FlowRunColumns | TaskRunColumns;

/** The name of a column of a run of either kind. @internal */
export type RunColumn = keyof FlowRunColumns | keyof TaskRunColumns;
