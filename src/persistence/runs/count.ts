import { type SelectQueryBuilder } from 'typeorm';

import { CountByState, type StateType } from '../../index.js';
import { type AnyRunEntity } from '../tables/run-tables.js';

/** Counts the runs that a query finds, under the alias `run`, by the types of their states. @internal */
export async function countByState<R extends AnyRunEntity>(builder: SelectQueryBuilder<R>): Promise<CountByState> {
  const rows = await builder
    .select('run.stateType', 'type')
    .addSelect('COUNT(*)', 'count')
    .andWhere('run.stateType IS NOT NULL')
    .groupBy('run.stateType')
    .getRawMany<{ type: StateType; count: string | number }>();
  return new CountByState(Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)])));
}
