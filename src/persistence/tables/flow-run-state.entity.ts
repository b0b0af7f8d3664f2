import { Column } from 'typeorm';

import { uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RunStateEntity } from './run-state.entity.js';

/** The row of a state of a flow run. */
@PrefectTable('flow_run_state')
export class FlowRunStateEntity extends RunStateEntity {
  @Column(uuidColumn('flow_run_id'))
  runId!: string;
}
