/* What the rules of transitions know beside a run and its states. */
import { type DateTime } from 'luxon';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';

import {
  compareDateTimes,
  currentDateTime,
  parseDateTime,
  type State,
  type StateClass,
  StateType,
} from '../../index.js';
import { type Policies, type Policy, type TransitionFacts } from '../../transitions/index.js';
import { dialectOf } from '../engines/engine.js';
import { queryRows } from '../engines/sql.js';
import { toTimestamp } from '../tables/columns.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { readRow } from '../tables/rows.js';
import { type AnyRunEntity, readState, RUN_TABLES } from '../tables/run-tables.js';
import { TaskRunStateCacheEntity } from '../tables/task-run-state-cache.entity.js';

interface Asked {
  readonly policy?: Policy<never> | undefined;
  readonly policies: Policies;
  readonly stateClass: StateClass;
}

/** Loads the facts about a proposed state, as far as a rule asks for them. @internal */
export async function loadFacts(
  manager: EntityManager,
  run: AnyRunEntity,
  proposed: State,
  { policy, policies, stateClass }: Asked,
): Promise<TransitionFacts> {
  if (run instanceof FlowRunEntity) {
    return isAskedForTimes(policies) ? { takenTimes: await readTimes(manager, run, proposed) } : {};
  }
  if (policy?.length === 0) return {};
  return {
    flowRun: await readFlowRun(manager, run.flowRunId, stateClass),
    cached: await readCached(manager, proposed, stateClass),
  };
}

function isAskedForTimes({ flowRunColumns = [] }: Policies): boolean {
  return flowRunColumns.some(({ name }) => name === 'EnsureFlowRunStateTimestampIsUnique');
}

/** The times of a flow run's states from the new one on; a rule may put one of now in its place. */
async function readTimes(manager: EntityManager, { id }: FlowRunEntity, { timestamp }: State): Promise<DateTime[]> {
  const now = currentDateTime();
  const first = compareDateTimes(timestamp, now) < 0 ? timestamp : now;
  const sql = 'SELECT timestamp FROM flow_run_state WHERE flow_run_id = ? AND timestamp >= ?';
  const rows = await queryRows<{ timestamp: string }>(manager, sql, [id, toTimestamp(first, 'timestamp')]);
  return rows.map((row) => parseDateTime(dialectOf(manager).readTimestamp(row.timestamp))!);
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
