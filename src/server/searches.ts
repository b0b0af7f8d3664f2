import { UnprocessableEntityException } from '@nestjs/common';

import { FlowRunCount, type FlowRunsFilter, MAX_LIMIT, type TaskRunCount, type TaskRunsFilter } from '../api/index.js';
import { type RunPage, type RunQuery } from '../persistence/index.js';

/** What is looked for; null when nothing can be found, as of deployments and work pools, which are not kept. */
export function queryOf(asked: TaskRunCount): RunQuery | null {
  if (asked.deployments !== null) return null;
  if (asked instanceof FlowRunCount && (asked.workPools !== null || asked.workPoolQueues !== null)) return null;
  return asked.dict({ include: ['flows', 'flowRuns', 'taskRuns'], excludeNone: true });
}

/**
 * Which part of what is found is read.
 *
 * @throws `UnprocessableEntityException` for a limit that is too small or too large
 */
export function pageOf({ sort, limit, offset }: FlowRunsFilter | TaskRunsFilter): RunPage {
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
