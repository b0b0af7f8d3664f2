/* Flows are found by what they are and by the runs that they have. */
import { type SelectQueryBuilder } from 'typeorm';

import { Field } from '../../index.js';
import { type Database } from '../database.js';
import { COUNT, Given } from '../given.js';
import { FlowEntity } from '../tables/flow.entity.js';
import { type QueryGiven } from './filters.js';
import { Where } from './where.js';

const ORDER_BY = {
  CREATED_DESC: ['flow.created', 'DESC'],
  UPDATED_DESC: ['flow.updated', 'DESC'],
  NAME_ASC: ['flow.name', 'ASC'],
  NAME_DESC: ['flow.name', 'DESC'],
} as const;

/** One of the orders in which flows are found. @source prefect 3.8.8, server/schemas/sorting.py, `FlowSort` */
export type FlowOrder = keyof typeof ORDER_BY;

/** Which part of the flows that were found is read. */
export interface FlowPage {
  /** @defaultValue 'NAME_ASC' */
  readonly sort?: FlowOrder;
  /** The most flows to read. @defaultValue 200 */
  readonly limit?: number;
  /** How many are passed over. @defaultValue 0 */
  readonly offset?: number;
}

const NAMES = Object.fromEntries(Object.keys(ORDER_BY).map((name) => [name, name])) as Record<FlowOrder, FlowOrder>;

/** @internal */
export class FlowPageGiven extends Given {
  @Field.enum(NAMES, { default: 'NAME_ASC' })
  declare sort: FlowOrder;

  @Field.of(COUNT, { default: 200 })
  declare limit: number;

  @Field.of(COUNT, { default: 0 })
  declare offset: number;
}

/** @internal */
export class NameGiven extends Given {
  @Field.string()
  declare name: string;
}

/** The flows that match, with runs that match. @internal @source prefect 3.8.8, server/models/flows.py, `_apply_flow_filters` */
export function flowsMatching(
  { dialect, reader }: Database,
  { flows, flowRuns, taskRuns }: QueryGiven,
): SelectQueryBuilder<FlowEntity> {
  const where = new Where(dialect);
  const ofTaskRun =
    taskRuns === null
      ? ''
      : ` AND EXISTS (SELECT 1 FROM task_run task WHERE task.flow_run_id = run.id AND ${where.taskRun('task', taskRuns)})`;
  const ofFlowRun = flowRuns === null ? '' : ` AND ${where.flowRun('run', flowRuns)}`;
  const hasRuns = flowRuns !== null || taskRuns !== null;
  const conditions = [
    flows === null ? null : where.flow('flow', flows),
    hasRuns ? `EXISTS (SELECT 1 FROM flow_run run WHERE run.flow_id = flow.id${ofFlowRun}${ofTaskRun})` : null,
  ];
  const builder = reader.createQueryBuilder(FlowEntity, 'flow').setParameters(where.parameters);
  for (const condition of conditions) if (condition !== null) builder.andWhere(condition);
  return builder;
}

/** Reads a part of the flows that match. @internal */
export async function readFlows(
  database: Database,
  query: QueryGiven,
  { sort, limit, offset }: FlowPageGiven,
): Promise<FlowEntity[]> {
  const [column, direction] = ORDER_BY[sort];
  const matching = flowsMatching(database, query).orderBy(column, direction);
  return matching.addOrderBy('flow.id', 'DESC').limit(limit).offset(offset).getMany();
}
