import { Field } from '../../index.js';
import { type RunOrder } from '../query.js';
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

const WorkPoolsField = Field.nested(() => WorkPoolFilter, {
  default: null,
  after: 'deployments',
  description: prefect2.NOT_KEPT,
});

// a page's own fields come before its filters, which follow the first of them
const FlowsBehindPage = Field.nested(() => FlowFilter, { default: null, after: 'offset' });

/** Which task runs are counted. @source prefect 3.8.8, server/api/task_runs.py, `count_task_runs` */
export class TaskRunQuery extends onPrefect3(prefect2.TaskRunQuery) {
  @Field.nested(() => FlowFilter, { default: null })
  declare flows: FlowFilter | null;

  @Field.nested(() => FlowRunFilter, { default: null })
  declare flowRuns: FlowRunFilter | null;

  @Field.nested(() => TaskRunFilter, { default: null })
  declare taskRuns: TaskRunFilter | null;

  @Field.nested(() => DeploymentFilter, { default: null, description: prefect2.NOT_KEPT })
  declare deployments: DeploymentFilter | null;
}

/** Which flow runs are counted. @source prefect 3.8.8, server/api/flow_runs.py, `count_flow_runs` */
export class FlowRunQuery extends TaskRunQuery {
  @WorkPoolsField declare workPools: WorkPoolFilter | null;

  @Field.nested(() => WorkQueueFilter, { default: null, after: 'workPools', description: prefect2.NOT_KEPT })
  declare workPoolQueues: WorkQueueFilter | null;
}

/** Which task runs are read. @source prefect 3.8.8, server/api/task_runs.py, `read_task_runs` */
export class TaskRunPageQuery extends TaskRunQuery {
  @prefect2.LimitField declare limit: number | null;
  @prefect2.TaskRunSortField declare sort: RunOrder;
  @prefect2.OffsetField declare offset: number;
  @FlowsBehindPage declare flows: FlowFilter | null;
}

/** Which flow runs are read. @source prefect 3.8.8, server/api/flow_runs.py, `read_flow_runs` */
export class FlowRunPageQuery extends FlowRunQuery {
  @prefect2.LimitField declare limit: number | null;
  @prefect2.FlowRunSortField declare sort: RunOrder;
  @prefect2.OffsetField declare offset: number;
  @FlowsBehindPage declare flows: FlowFilter | null;
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

  @FlowsBehindPage declare flows: FlowFilter | null;

  @Field.enum(Object.fromEntries(FLOW_ORDERS.map((name) => [name, name])), {
    default: 'NAME_ASC',
    after: 'workPools',
  })
  declare sort: FlowOrder;
}
