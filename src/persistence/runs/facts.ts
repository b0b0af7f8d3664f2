/* Loads what the rules of transitions must know besides a run and its states. */
import { type DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';

import {
  compareDateTimes,
  currentDateTime,
  parseDateTime,
  type State,
  type StateClass,
  StateType,
} from '../../index.js';
import { type Policies, type Policy, type TransitionFacts } from '../../transitions/index.js';
import { Statement } from '../engines/dialect.js';
import { ask, dialectOf } from '../engines/sql.js';
import { readRun, readState } from '../states/read.js';
import { toTimestamp } from '../tables/columns.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { type AnyRunEntity, RUN_TABLES } from '../tables/run-tables.js';

interface Asked {
  readonly policy?: Policy<never> | undefined;
  readonly policies: Policies;
  readonly stateClass: StateClass;
}

/** Loads the facts about a proposed state that its rules use. @internal */
export async function loadFacts(
  manager: EntityManager,
  run: AnyRunEntity,
  proposed: State,
  { policy, policies, stateClass }: Asked,
): Promise<TransitionFacts> {
  if (run instanceof FlowRunEntity) {
    for (const { name } of policies.flowRunColumns ?? [])
      if (name === 'EnsureFlowRunStateTimestampIsUnique')
        return { takenTimes: await readTimes(manager, run, proposed) };
    return {};
  }
  if (policy?.length === 0) return {};
  return {
    flowRun: await readFlowRun(manager, run.flowRunId, stateClass),
    cached: await readCached(manager, proposed, stateClass),
  };
}

const SELECT_TIMES = new Statement('SELECT timestamp FROM flow_run_state WHERE flow_run_id = ? AND timestamp >= ?');

/** The times of a flow run's states from the proposed one on, or from now on: a rule may propose another state of now. */
async function readTimes(manager: EntityManager, { id }: FlowRunEntity, { timestamp }: State): Promise<DateTime[]> {
  const now = currentDateTime();
  const first = compareDateTimes(timestamp, now) < 0 ? timestamp : now;
  const rows = await ask<{ timestamp: string }>(manager, SELECT_TIMES, [id, toTimestamp(first, 'timestamp')]);
  return rows.map((row) => parseDateTime(dialectOf(manager).readTimestamp(row.timestamp))!);
}

async function readFlowRun(
  manager: EntityManager,
  id: string | null,
  stateClass: StateClass,
): Promise<TransitionFacts['flowRun']> {
  if (id === null) return null;
  const found = await readRun(manager, RUN_TABLES.flow_run, id, { stateClass });
  return found && { id, runCount: found.run.runCount, state: found.state };
}

const SELECT_CACHED = new Statement(`SELECT task_run_state_id AS id FROM task_run_state_cache
  WHERE cache_key = ? AND (cache_expiration IS NULL OR cache_expiration > ?) ORDER BY created DESC LIMIT 1`);

/**
 * The newest state in the cache for the key of a state that is to run, unless the cache is to be refreshed.
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
  const now = toTimestamp(currentDateTime(), 'now');
  const [found] = await ask<{ readonly id: string }>(manager, SELECT_CACHED, [cacheKey, now]);
  return found === undefined ? null : readState(manager, RUN_TABLES.task_run, found.id, stateClass);
}
