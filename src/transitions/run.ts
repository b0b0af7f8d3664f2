import { type DateTime } from 'luxon';

import { type StateType } from '../states/index.js';
import { type FlowRunPolicy, type TaskRunPolicy } from './run-policy.js';

/** The columns of a run that its transitions read and write; a database's row may be handed in as it is. */
interface RunColumns {
  readonly id: string;
  stateType: StateType | null;
  stateName: string | null;
  stateTimestamp: DateTime | null;
  /** How often the run has come into a running state, since it last left a terminal one. */
  runCount: number;
  startTime: DateTime | null;
  endTime: DateTime | null;
  /** Microseconds in running states that the run has left. */
  totalRunTime: number;
  /** When the run was first to begin. */
  expectedStartTime: DateTime | null;
  /** When the run is to begin, while it is scheduled. */
  nextScheduledStartTime: DateTime | null;
}

/** A flow run, as the rules see it. @source prefect 2.20.25, server/database/orm_models.py, `ORMFlowRun` */
export interface FlowRunColumns extends RunColumns {
  empiricalPolicy: FlowRunPolicy;
  readonly deploymentId: string | null;
  /** What the run's infrastructure is known by; null when none was started. */
  readonly infrastructurePid: string | null;
  /** The task run that stands for this run in its parent flow run. */
  readonly parentTaskRunId: string | null;
}

/** A task run, as the rules see it. @source prefect 2.20.25, server/database/orm_models.py, `ORMTaskRun` */
export interface TaskRunColumns extends RunColumns {
  readonly empiricalPolicy: TaskRunPolicy;
  /** Null for a task that runs by itself. */
  readonly flowRunId: string | null;
  /** The flow run's `runCount` when this run last came into a running state. */
  flowRunRunCount: number;
}

/** A run of either kind. */
export type AnyRunColumns = FlowRunColumns | TaskRunColumns;
