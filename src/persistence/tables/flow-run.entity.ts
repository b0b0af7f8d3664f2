import { Column } from 'typeorm';

import { FlowRunPolicy } from '../../transitions/index.js';
import { boolColumn, jsonColumn, policyColumn, textColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RunEntity } from './run.entity.js';

/** A run of a flow. @source prefect 2.20.25, server/database/orm_models.py, `ORMFlowRun` */
@PrefectTable('flow_run')
export class FlowRunEntity extends RunEntity {
  @Column(uuidColumn('flow_id'))
  flowId!: string;

  @Column(textColumn('flow_version', { nullable: true }))
  flowVersion!: string | null;

  @Column(jsonColumn('parameters'))
  parameters!: Record<string, unknown>;

  @Column(jsonColumn('context'))
  context!: Record<string, unknown>;

  /** Unique among the runs of a flow: asking for it again gives the same run. */
  @Column(textColumn('idempotency_key', { nullable: true }))
  idempotencyKey!: string | null;

  @Column(uuidColumn('parent_task_run_id', { nullable: true }))
  parentTaskRunId!: string | null;

  @Column(policyColumn('empirical_policy', FlowRunPolicy))
  empiricalPolicy!: FlowRunPolicy;

  @Column(boolColumn('auto_scheduled', { default: false }))
  autoScheduled!: boolean;

  @Column(uuidColumn('deployment_id', { nullable: true }))
  deploymentId!: string | null;

  @Column(textColumn('deployment_version', { nullable: true }))
  deploymentVersion!: string | null;

  @Column(uuidColumn('work_queue_id', { nullable: true }))
  workQueueId!: string | null;

  @Column(textColumn('work_queue_name', { nullable: true }))
  workQueueName!: string | null;

  @Column(uuidColumn('infrastructure_document_id', { nullable: true }))
  infrastructureDocumentId!: string | null;

  /** What the run's infrastructure is known by. */
  @Column(textColumn('infrastructure_pid', { nullable: true }))
  infrastructurePid!: string | null;

  @Column(jsonColumn('job_variables', { nullable: true }))
  jobVariables!: Record<string, unknown> | null;

  @Column(jsonColumn('created_by', { nullable: true }))
  createdBy!: Record<string, unknown> | null;
}
