import { StateType } from '../../states/index.js';
import { type OrchestrationRule } from '../rule.js';

/**
 * Of two workers that submit one run, the second must find that it is taken.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `PreventPendingTransitions`
 */
export const preventPendingTransitions: OrchestrationRule = {
  name: 'PreventPendingTransitions',
  summary: 'A run that is pending, running, being cancelled or cancelled does not become pending',
  from: [StateType.PENDING, StateType.CANCELLING, StateType.RUNNING, StateType.CANCELLED],
  to: [StateType.PENDING],
  before(transition) {
    const { type } = transition.initial!;
    transition.abort(`This run is in a ${type} state and cannot transition to a PENDING state.`);
  },
};
