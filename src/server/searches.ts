import { UnprocessableEntityException } from '@nestjs/common';

import { type FlowRunQuery, MAX_LIMIT, type TaskRunQuery } from '../api/index.js';
import { type PrefectBaseModel } from '../index.js';
import { type RunQuery } from '../persistence/index.js';

/** What may be asked of runs, or of what belongs to them. */
type Asked = Pick<TaskRunQuery, 'flows' | 'flowRuns' | 'taskRuns' | 'deployments'> &
  Partial<Pick<FlowRunQuery, 'workPools' | 'workPoolQueues'>>;

/** A part of something that is found in an order. */
interface AskedPage<Sort> {
  readonly sort: Sort;
  readonly limit: number | null;
  readonly offset: number;
}

/** The same, with a limit. */
interface Page<Sort> extends AskedPage<Sort> {
  readonly limit: number;
}

/** What is looked for; null when nothing can be found, as of deployments and work pools, which are not kept. */
export function queryOf(asked: Asked): RunQuery | null {
  const isOfNothing = [asked.deployments, asked.workPools, asked.workPoolQueues].some(
    (each) => (each ?? null) !== null,
  );
  if (isOfNothing) return null;
  const { flows, flowRuns, taskRuns } = asked;
  return { flows: given(flows), flowRuns: given(flowRuns), taskRuns: given(taskRuns) };
}

/** What a filter asks for, without what it leaves out. */
function given<M extends PrefectBaseModel>(filter: M | null): Partial<M> | null {
  return filter === null ? null : (filter.dict({ excludeNone: true }) as Partial<M>);
}

/**
 * Which part of what is found is read.
 *
 * @throws `UnprocessableEntityException` for a limit that is too small or too large
 */
export function pageOf<Sort>({ sort, limit, offset }: AskedPage<Sort>): Page<Sort> {
  // behind the last run there is nothing, and a database counts no further than 2^63
  const passedOver = Math.min(offset, Number.MAX_SAFE_INTEGER);
  return { sort, offset: passedOver, limit: limit === null ? MAX_LIMIT : checkedLimit(limit) };
}

/** @source prefect 2.20.25, server/api/dependencies.py, `LimitBody` */
function checkedLimit(limit: number): number {
  if (limit < 0) throw new UnprocessableEntityException('Invalid limit: must be greater than or equal to 0.');
  if (limit > MAX_LIMIT)
    throw new UnprocessableEntityException(`Invalid limit: must be less than or equal to ${MAX_LIMIT}.`);
  return limit;
}
