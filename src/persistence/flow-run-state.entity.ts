import { Column, Entity } from 'typeorm';

import { uuidColumn } from './columns.js';
import { RunStateEntity } from './run-state.entity.js';

/** The row of a state of a flow run. */
@Entity('flow_run_state')
export class FlowRunStateEntity extends RunStateEntity {
  @Column(uuidColumn('flow_run_id'))
  runId!: string;
}
