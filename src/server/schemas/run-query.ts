import { UnprocessableEntityException } from '@nestjs/common';

import { Field, PrefectBaseModel } from '../../index.js';
import { RUN_ORDERS, type RunOrder, type RunPage, type RunQuery } from '../../persistence/index.js';
import { FlowFilter, FlowRunFilter, TaskRunFilter } from './filters.js';

/** The most runs that one answer holds, and as many as it holds unless asked otherwise. */
const MAX_LIMIT = 200;

const FLOW_RUN_SORT = namesOf(RUN_ORDERS);

/** Task runs are not found by their start. */
const TASK_RUN_SORT = namesOf(RUN_ORDERS, (name) => !name.startsWith('START_TIME_'));

function namesOf(orders: object, isOne: (name: string) => boolean = () => true): Record<string, RunOrder> {
  return Object.fromEntries(
    Object.keys(orders)
      .filter(isOne)
      .map((name) => [name, name]),
  ) as Record<string, RunOrder>;
}

/** Which runs are counted. @source prefect 2.20.25, server/api/flow_runs.py, `count_flow_runs` */
export class RunCount extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @Field.nested(() => FlowFilter, { default: null })
  declare flows: FlowFilter | null;

  @Field.nested(() => FlowRunFilter, { default: null })
  declare flowRuns: FlowRunFilter | null;

  @Field.nested(() => TaskRunFilter, { default: null })
  declare taskRuns: TaskRunFilter | null;

  @Field.json({ default: null, description: 'There are no deployments: with this filter nothing is found' })
  declare deployments: unknown;

  @Field.json({ default: null, description: 'There are no work pools: with this filter nothing is found' })
  declare workPools: unknown;

  @Field.json({ default: null, description: 'There are no work queues: with this filter nothing is found' })
  declare workPoolQueues: unknown;

  /** What is looked for; null when nothing can be found. */
  query(): RunQuery | null {
    const ofNoOne = this.deployments ?? this.workPools ?? this.workPoolQueues;
    return ofNoOne === null ? { flows: this.flows, flowRuns: this.flowRuns, taskRuns: this.taskRuns } : null;
  }
}

/** Which runs are read, and how many. */
abstract class RunFilter extends RunCount {
  @Field.int({ default: null, description: `At most ${MAX_LIMIT}, which is the default` })
  declare limit: number | null;

  @Field.int({ default: 0, minimum: 0, description: 'How many are passed over' })
  declare offset: number;

  abstract sort: RunOrder;

  /**
   * Which part of what is found is read.
   *
   * @throws UnprocessableEntityException for a limit that is too small or too large
   */
  page(): RunPage {
    const { sort, limit } = this;
    // behind the last run there is nothing, and a database counts no further than 2^63
    const offset = Math.min(this.offset, Number.MAX_SAFE_INTEGER);
    return { sort, offset, limit: limit === null ? MAX_LIMIT : checkedLimit(limit) };
  }
}

/** Which flow runs are read. @source prefect 2.20.25, server/api/flow_runs.py, `read_flow_runs` */
export class FlowRunsFilter extends RunFilter {
  @Field.enum(FLOW_RUN_SORT, { default: 'ID_DESC' })
  declare sort: RunOrder;
}

/** Which task runs are read. @source prefect 2.20.25, server/api/task_runs.py, `read_task_runs` */
export class TaskRunsFilter extends RunFilter {
  @Field.enum(TASK_RUN_SORT, { default: 'ID_DESC' })
  declare sort: RunOrder;
}

/** @source prefect 2.20.25, server/api/dependencies.py, `LimitBody` */
function checkedLimit(limit: number): number {
  if (limit < 0) throw new UnprocessableEntityException('Invalid limit: must be greater than or equal to 0.');
  if (limit > MAX_LIMIT)
    throw new UnprocessableEntityException(`Invalid limit: must be less than or equal to ${MAX_LIMIT}.`);
  return limit;
}
