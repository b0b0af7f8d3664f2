import { type DateTime } from 'luxon';
import { Column } from 'typeorm';

import { v3 } from '../../api/index.js';
import { type TaskRunPolicy } from '../../transitions/index.js';
import { intColumn, jsonColumn, policyColumn, textColumn, timestampColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RunEntity } from './run.entity.js';

/** A run of a task. @source prefect 2.20.25, server/database/orm_models.py, `ORMTaskRun` */
@PrefectTable('task_run')
export class TaskRunEntity extends RunEntity {
  @Column(uuidColumn('flow_run_id', { nullable: true }))
  flowRunId!: string | null;

  /** Which task it is. */
  @Column(textColumn('task_key'))
  taskKey!: string;

  /** Which of the runs of the task within a flow run it is. */
  @Column(textColumn('dynamic_key'))
  dynamicKey!: string;

  @Column(textColumn('task_version', { nullable: true }))
  taskVersion!: string | null;

  @Column(textColumn('cache_key', { nullable: true }))
  cacheKey!: string | null;

  @Column(timestampColumn('cache_expiration', { nullable: true }))
  cacheExpiration!: DateTime | null;

  @Column(jsonColumn('task_inputs'))
  taskInputs!: Record<string, unknown>;

  // that of Prefect 3, whose delays may be fractions, reads what either wrote
  @Column(policyColumn('empirical_policy', v3.TaskRunPolicy))
  empiricalPolicy!: TaskRunPolicy;

  /** The flow run's `runCount` when the run last began to run. */
  @Column(intColumn('flow_run_run_count', { default: 0 }))
  flowRunRunCount!: number;
}
