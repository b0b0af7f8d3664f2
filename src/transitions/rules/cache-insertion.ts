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

/** Characters. @source prefect 3.8.8, settings/models/server/tasks.py, `max_cache_key_length` */
const LONGEST_KEY = 2000;

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `CacheInsertion` */
export const cacheInsertion3: TaskRule = {
  ...cacheInsertion,
  summary: `${cacheInsertion.summary}; it is answered by a rejection when the key has more than ${LONGEST_KEY} characters`,
  before(transition) {
    const { proposed } = transition;
    // Python counts code points
    if (Array.from(proposed.stateDetails.cacheKey ?? '').length <= LONGEST_KEY) return;
    // the reference sets the state that it rejects
    transition.reject(proposed, `Cache key exceeded maximum allowed length of ${LONGEST_KEY} characters.`);
  },
};
