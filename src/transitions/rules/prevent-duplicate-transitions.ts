import { ANY_STATE, type OrchestrationRule } from '../rule.js';

/**
 * Lets a client repeat a proposal when it did not get the answer.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `PreventDuplicateTransitions`
 */
export const preventDuplicateTransitions: OrchestrationRule = {
  name: 'PreventDuplicateTransitions',
  summary: 'A state with the `transition_id` of the state that the run is in is not set twice',
  from: ANY_STATE,
  to: ANY_STATE,
  before(transition) {
    const { initial, proposed } = transition;
    const id = proposed.stateDetails.transitionId;
    if (id === null || initial?.stateDetails.transitionId !== id) return;
    transition.reject(null, 'This run has already made this state transition.');
  },
};
