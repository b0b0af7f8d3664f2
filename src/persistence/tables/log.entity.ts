import { type DateTime } from 'luxon';
import { Column } from 'typeorm';

import { intColumn, textColumn, timestampColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/** A line that a run logged. @source prefect 2.20.25 and 3.8.8, server/database/orm_models.py, `Log` */
@PrefectTable('log')
export class LogEntity extends RowEntity {
  /** Of the logger. */
  @Column(textColumn('name'))
  name!: string;

  /** Python's: 20 for INFO, 40 for ERROR. */
  @Column(intColumn('level'))
  level!: number;

  /** Refers to nothing: a line may come before its run. */
  @Column(uuidColumn('flow_run_id', { nullable: true }))
  flowRunId!: string | null;

  @Column(uuidColumn('task_run_id', { nullable: true }))
  taskRunId!: string | null;

  @Column(textColumn('message'))
  message!: string;

  @Column(timestampColumn('timestamp'))
  timestamp!: DateTime;
}
