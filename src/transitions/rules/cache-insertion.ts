import { StateType } from '../../states/index.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `CacheInsertion` */
export const cacheInsertion: TaskRule = {
  name: 'CacheInsertion',
  summary: 'A completed state with a cache key answers for it from now on',
  from: ANY_STATE,
  to: [StateType.COMPLETED],
  after({ proposed, effects }) {
    const { id, stateDetails } = proposed!;
    const { cacheKey, cacheExpiration } = stateDetails;
    if (cacheKey) effects.push({ type: 'cache', cacheKey, cacheExpiration, stateId: id });
  },
};
