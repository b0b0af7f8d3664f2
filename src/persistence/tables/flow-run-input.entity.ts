import { Column } from 'typeorm';

import { textColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/**
 * What a flow run is given, or waits for, while it is under way.
 *
 * @source prefect 2.20.25 and 3.8.8, server/database/orm_models.py, `FlowRunInput`
 */
@PrefectTable('flow_run_input')
export class FlowRunInputEntity extends RowEntity {
  @Column(uuidColumn('flow_run_id'))
  flowRunId!: string;

  /** Unique among the inputs of a flow run. */
  @Column(textColumn('key'))
  key!: string;

  /** JSON, as the text that it came as. */
  @Column(textColumn('value'))
  value!: string;

  /** The run that sent it, as `flow-run.ID`. */
  @Column(textColumn('sender', { nullable: true }))
  sender!: string | null;
}
