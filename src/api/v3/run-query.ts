import { Field } from '../../index.js';
import * as prefect2 from '../run-query.js';
import {
  DeploymentFilter,
  FlowFilter,
  FlowRunFilter,
  TaskRunFilter,
  WorkPoolFilter,
  WorkQueueFilter,
} from './filters.js';
import { onPrefect3 } from './on-prefect3.js';

const FlowsField = Field.nested(() => FlowFilter, { default: null });
const FlowRunsField = Field.nested(() => FlowRunFilter, { default: null });
const TaskRunsField = Field.nested(() => TaskRunFilter, { default: null });
const DeploymentsField = Field.nested(() => DeploymentFilter, { default: null, description: prefect2.NOT_KEPT });
const WorkPoolsField = Field.nested(() => WorkPoolFilter, {
  default: null,
  after: 'deployments',
  description: prefect2.NOT_KEPT,
});
const WorkQueuesField = Field.nested(() => WorkQueueFilter, { default: null, description: prefect2.NOT_KEPT });

/** Which task runs are counted. @source prefect 3.8.8, server/api/task_runs.py, `count_task_runs` */
export class TaskRunQuery extends onPrefect3(prefect2.TaskRunQuery) {
  @FlowsField declare flows: FlowFilter | null;
  @FlowRunsField declare flowRuns: FlowRunFilter | null;
  @TaskRunsField declare taskRuns: TaskRunFilter | null;
  @DeploymentsField declare deployments: DeploymentFilter | null;
}

/** Which flow runs are counted. @source prefect 3.8.8, server/api/flow_runs.py, `count_flow_runs` */
export class FlowRunQuery extends onPrefect3(prefect2.FlowRunQuery) {
  @FlowsField declare flows: FlowFilter | null;
  @FlowRunsField declare flowRuns: FlowRunFilter | null;
  @TaskRunsField declare taskRuns: TaskRunFilter | null;
  @DeploymentsField declare deployments: DeploymentFilter | null;
  @WorkPoolsField declare workPools: WorkPoolFilter | null;
  @WorkQueuesField declare workPoolQueues: WorkQueueFilter | null;
}

/** Which task runs are read. @source prefect 3.8.8, server/api/task_runs.py, `read_task_runs` */
export class TaskRunPageQuery extends onPrefect3(prefect2.TaskRunPageQuery) {
  @FlowsField declare flows: FlowFilter | null;
  @FlowRunsField declare flowRuns: FlowRunFilter | null;
  @TaskRunsField declare taskRuns: TaskRunFilter | null;
  @DeploymentsField declare deployments: DeploymentFilter | null;
}

/** Which flow runs are read. @source prefect 3.8.8, server/api/flow_runs.py, `read_flow_runs` */
export class FlowRunPageQuery extends onPrefect3(prefect2.FlowRunPageQuery) {
  @FlowsField declare flows: FlowFilter | null;
  @FlowRunsField declare flowRuns: FlowRunFilter | null;
  @TaskRunsField declare taskRuns: TaskRunFilter | null;
  @DeploymentsField declare deployments: DeploymentFilter | null;
  @WorkPoolsField declare workPools: WorkPoolFilter | null;
  @WorkQueuesField declare workPoolQueues: WorkQueueFilter | null;
}

/** Which flows are counted. @source prefect 3.8.8, server/api/flows.py, `count_flows` */
export class FlowQuery extends TaskRunQuery {
  @WorkPoolsField declare workPools: WorkPoolFilter | null;
}

const FLOW_ORDERS = ['CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC'] as const;

/** One of the orders in which flows are found. @source prefect 3.8.8, server/schemas/sorting.py, `FlowSort` */
export type FlowOrder = (typeof FLOW_ORDERS)[number];

/** Which flows are read. @source prefect 3.8.8, server/api/flows.py, `read_flows` */
export class FlowPageQuery extends FlowQuery {
  @prefect2.LimitField declare limit: number | null;

  @prefect2.OffsetField declare offset: number;

  @Field.nested(() => FlowFilter, { default: null, after: 'offset' })
  declare flows: FlowFilter | null;

  @Field.enum(Object.fromEntries(FLOW_ORDERS.map((name) => [name, name])), {
    default: 'NAME_ASC',
    after: 'workPools',
  })
  declare sort: FlowOrder;
}
