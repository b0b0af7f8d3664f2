import { StateType } from '../../states/index.js';
import { renewed } from '../renewed.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `CacheRetrieval` */
export const cacheRetrieval: TaskRule = {
  name: 'CacheRetrieval',
  summary: 'A task run with a cache key that a completed state answers for does not run, but comes into that state',
  from: ANY_STATE,
  to: [StateType.RUNNING],
  before(transition) {
    const { proposed, facts, now } = transition;
    const { cacheKey, refreshCache } = proposed.stateDetails;
    if (!cacheKey || refreshCache === true || !facts.cached) return;
    const state = renewed(facts.cached, now);
    state.name = 'Cached';
    transition.reject(state, 'Retrieved state from cache');
  },
};
