import { Column } from 'typeorm';

import { uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RunStateEntity } from './run-state.entity.js';

/** The row of a state of a task run. */
@PrefectTable('task_run_state')
export class TaskRunStateEntity extends RunStateEntity {
  @Column(uuidColumn('task_run_id'))
  runId!: string;
}
