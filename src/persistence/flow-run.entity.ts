import { Column, Entity } from 'typeorm';

import { jsonColumn, textColumn, uuidColumn } from './columns.js';
import { RunEntity } from './run.entity.js';

/** A run of a flow. @source prefect 2.20.25, server/database/orm_models.py, `ORMFlowRun` */
@Entity('flow_run')
export class FlowRunEntity extends RunEntity {
  @Column(uuidColumn('flow_id'))
  flowId!: string;

  @Column(textColumn('flow_version', { nullable: true }))
  flowVersion!: string | null;

  @Column(jsonColumn('parameters'))
  parameters!: Record<string, unknown>;

  @Column(jsonColumn('context'))
  context!: Record<string, unknown>;

  /** Unique among the runs of a flow: whoever asks for it again gets the same run. */
  @Column(textColumn('idempotency_key', { nullable: true }))
  idempotencyKey!: string | null;

  @Column(uuidColumn('parent_task_run_id', { nullable: true }))
  parentTaskRunId!: string | null;
}
