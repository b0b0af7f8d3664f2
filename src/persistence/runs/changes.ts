/* What is given to make and to change flows and runs. */
import { type FlowEntity } from '../tables/flow.entity.js';
import { type FlowRunEntity } from '../tables/flow-run.entity.js';
import { type TaskRunEntity } from '../tables/task-run.entity.js';

/** What is given to make a flow. */
export type NewFlow = Pick<FlowEntity, 'name' | 'tags'> & Partial<Pick<FlowEntity, 'labels'>>;

/**
 * What is given to make a flow run; what is left out has Prefect's defaults. With `labels`, `{}` too, it has its flow's and
 * `prefect.flow.id` as well; left out, or null, none.
 */
export type NewFlowRun = Pick<FlowRunEntity, 'name' | 'flowId'> &
  Partial<
    Pick<
      FlowRunEntity,
      | 'flowVersion'
      | 'parameters'
      | 'context'
      | 'idempotencyKey'
      | 'parentTaskRunId'
      | 'empiricalPolicy'
      | 'tags'
      | 'deploymentId'
      | 'infrastructureDocumentId'
      | 'jobVariables'
      | 'workQueueName'
      | 'labels'
    >
  >;

/**
 * What is given to make a task run; what is left out has Prefect's defaults. With `labels`, `{}` too, it has its flow run's and
 * `prefect.flow-run.id` as well; left out, or null, none.
 */
export type NewTaskRun = Pick<TaskRunEntity, 'name' | 'taskKey' | 'dynamicKey'> &
  Partial<
    Pick<
      TaskRunEntity,
      | 'flowRunId'
      | 'taskVersion'
      | 'cacheKey'
      | 'cacheExpiration'
      | 'taskInputs'
      | 'empiricalPolicy'
      | 'tags'
      | 'labels'
    >
  > & {
    /** Left out, a random one. */
    readonly id?: string | null;
  };

/** What of a flow run can be changed. @source prefect 2.20.25, server/schemas/actions.py, `FlowRunUpdate` */
export type FlowRunChanges = Partial<
  Pick<
    FlowRunEntity,
    'name' | 'flowVersion' | 'parameters' | 'empiricalPolicy' | 'tags' | 'infrastructurePid' | 'jobVariables'
  >
>;

/** What of a task run can be changed. @source prefect 2.20.25, server/schemas/actions.py, `TaskRunUpdate` */
export type TaskRunChanges = Partial<Pick<TaskRunEntity, 'name'>>;
