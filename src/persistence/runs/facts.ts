/* What the rules of transitions know beside a run and its states. */
import { type EntityManager, IsNull, MoreThan } from 'typeorm';

import { currentDateTime, type State, type StateClass, StateType } from '../../index.js';
import { type TransitionFacts } from '../../transitions/index.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { readRow } from '../tables/rows.js';
import { type AnyRunEntity, readState, RUN_TABLES } from '../tables/run-tables.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';
import { TaskRunStateCacheEntity } from '../tables/task-run-state-cache.entity.js';

/** Loads the facts about a proposed state. @internal */
export async function loadFacts(
  manager: EntityManager,
  run: AnyRunEntity,
  proposed: State,
  stateClass: StateClass,
): Promise<TransitionFacts> {
  if (!(run instanceof TaskRunEntity)) return {};
  return {
    flowRun: await readFlowRun(manager, run.flowRunId, stateClass),
    cached: await readCached(manager, proposed, stateClass),
  };
}

async function readFlowRun(
  manager: EntityManager,
  id: string | null,
  stateClass: StateClass,
): Promise<TransitionFacts['flowRun']> {
  if (id === null) return null;
  const run = await readRow(manager, FlowRunEntity, id);
  if (run === null) return null;
  const state = run.stateId === null ? null : await readState(manager, RUN_TABLES.flow_run, run.stateId, stateClass);
  return { id, runCount: run.runCount, state };
}

/**
 * The newest state that answers for the cache key of a state that is to run, unless it is to be made again.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `CacheRetrieval`
 */
async function readCached(
  manager: EntityManager,
  { type, stateDetails }: State,
  stateClass: StateClass,
): Promise<State | null> {
  const { cacheKey, refreshCache } = stateDetails;
  if (type !== StateType.RUNNING || cacheKey === null || cacheKey === '' || refreshCache === true) return null;
  const entry = await manager.findOne(TaskRunStateCacheEntity, {
    where: [
      { cacheKey, cacheExpiration: IsNull() },
      { cacheKey, cacheExpiration: MoreThan(currentDateTime()) },
    ],
    order: { created: 'DESC' },
  });
  return entry === null ? null : readState(manager, RUN_TABLES.task_run, entry.taskRunStateId, stateClass);
}
