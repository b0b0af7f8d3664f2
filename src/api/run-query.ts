import { Field, PrefectBaseModel } from '../index.js';
import { DeploymentFilter, type OwnDeploymentFilter, WorkPoolFilter, WorkQueueFilter } from './absent-filters.js';
import { FlowFilter, FlowRunFilter, TaskRunFilter } from './filters.js';
import { RUN_ORDERS, type RunOrder } from './query.js';

/** The most runs that one answer holds, and as many as it holds unless asked otherwise. */
export const MAX_LIMIT = 200;

/** Said of a filter for what is not kept. */
export const NOT_KEPT = 'There are none of these: with this filter nothing is found';

/** The orders of flow runs. @source prefect 2.20.25, server/schemas/sorting.py, `FlowRunSort` */
export const FlowRunSort = namesOf(RUN_ORDERS);

/**
 * The orders of task runs, which are not found by their start.
 *
 * @source prefect 2.20.25, server/schemas/sorting.py, `TaskRunSort`
 */
export const TaskRunSort = namesOf(RUN_ORDERS.filter((name) => !name.startsWith('START_TIME_')));

function namesOf(orders: readonly RunOrder[]): Record<string, RunOrder> {
  return Object.fromEntries(orders.map((name) => [name, name]));
}

/** Which task runs are counted. @source prefect 2.20.25, server/api/task_runs.py, `count_task_runs` */
export class TaskRunQuery extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @Field.nested(() => FlowFilter, { default: null })
  declare flows: FlowFilter | null;

  // each behind the one before: where a page has its first filter in another place, they go with it
  @Field.nested(() => FlowRunFilter, { default: null, after: 'flows' })
  declare flowRuns: FlowRunFilter | null;

  @Field.nested(() => TaskRunFilter, { default: null, after: 'flowRuns' })
  declare taskRuns: TaskRunFilter | null;

  @Field.nested(() => DeploymentFilter, { default: null, after: 'taskRuns', description: NOT_KEPT })
  declare deployments: OwnDeploymentFilter | null;
}

/** Which flow runs are counted. @source prefect 2.20.25, server/api/flow_runs.py, `count_flow_runs` */
export class FlowRunQuery extends TaskRunQuery {
  @Field.nested(() => WorkPoolFilter, { default: null, after: 'deployments', description: NOT_KEPT })
  declare workPools: WorkPoolFilter | null;

  @Field.nested(() => WorkQueueFilter, { default: null, after: 'workPools', description: NOT_KEPT })
  declare workPoolQueues: WorkQueueFilter | null;
}

/** How many are read at most. */
export const LimitField = Field.int({
  default: null,
  schema: { type: 'integer', minimum: 0, maximum: MAX_LIMIT },
  description: `At most ${MAX_LIMIT}, which is the default`,
});
/** How many are passed over. */
export const OffsetField = Field.int({ default: 0, minimum: 0, description: 'How many are passed over' });

/** In which order flow runs are read. */
export const FlowRunSortField = Field.enum(FlowRunSort, { default: 'ID_DESC' });
/** In which order task runs are read. */
export const TaskRunSortField = Field.enum(TaskRunSort, { default: 'ID_DESC' });

/** Which flow runs are read. @source prefect 2.20.25, server/api/flow_runs.py, `read_flow_runs` */
export class FlowRunPageQuery extends FlowRunQuery {
  @LimitField declare limit: number | null;
  @FlowRunSortField declare sort: RunOrder;
  @OffsetField declare offset: number;

  @Field.nested(() => FlowFilter, { default: null, after: 'offset' })
  declare flows: FlowFilter | null;
}

/** Which task runs are read. @source prefect 2.20.25, server/api/task_runs.py, `read_task_runs` */
export class TaskRunPageQuery extends TaskRunQuery {
  @LimitField declare limit: number | null;
  @TaskRunSortField declare sort: RunOrder;
  @OffsetField declare offset: number;

  @Field.nested(() => FlowFilter, { default: null, after: 'offset' })
  declare flows: FlowFilter | null;
}
