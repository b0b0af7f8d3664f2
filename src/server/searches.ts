import { type ArgumentMetadata, UnprocessableEntityException } from '@nestjs/common';

import { type FlowRunQuery, LimitField, MAX_LIMIT, type TaskRunQuery } from '../api/index.js';
import { PrefectBaseModel } from '../index.js';
import { HydrateFieldsPipe, InvalidRequestException } from '../nest/index.js';
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

/** Whether a fault is of a parameter beside the limit; that of a text which is no JSON is at a number. */
function isOfAnother(place: string | number | undefined): boolean {
  return typeof place === 'string' && place !== 'limit';
}

/** The limit alone, as the reference reads it before the rest. */
class LimitQuery extends PrefectBaseModel {
  static override readonly extra = 'ignore';

  @LimitField declare limit: number | null;
}

const LIMIT = new HydrateFieldsPipe(LimitQuery);

function checkLimitIn(body: unknown): void {
  const { limit } = LIMIT.transform(body);
  if (limit !== null) checkedLimit(limit);
}

/**
 * Makes a body whose fields are a route's parameters a query with a limit. A limit that is a number, and too small or too large,
 * is told of alone: the reference looks at it first.
 *
 * @source prefect 2.20.25, server/api/dependencies.py, `LimitBody`
 */
export class PagePipe<M extends PrefectBaseModel> extends HydrateFieldsPipe<M> {
  /**
   * @throws {@link InvalidRequestException} with every place that is wrong
   * @throws `UnprocessableEntityException` for a limit that is too small or too large
   */
  override transform(body: unknown, metadata?: ArgumentMetadata): M {
    try {
      return super.transform(body, metadata);
    } catch (error) {
      if (error instanceof InvalidRequestException && error.issues.every(({ loc }) => isOfAnother(loc[1]))) {
        checkLimitIn(body);
      }
      throw error;
    }
  }
}
