import { StateType } from '../../states/index.js';
import { leaseOf, setLease } from '../of-3.js';
import { type OrchestrationRule } from '../rule.js';
import { type Setting } from '../transition.js';

/**
 * When two workers submit the same run, the second must be refused.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `PreventPendingTransitions`
 */
export const preventPendingTransitions: OrchestrationRule = {
  name: 'PreventPendingTransitions',
  summary: 'A run that is pending, running, being cancelled or cancelled does not become pending',
  from: [StateType.PENDING, StateType.CANCELLING, StateType.RUNNING, StateType.CANCELLED],
  to: [StateType.PENDING],
  before: refuse,
};

/**
 * A pending run goes through substates, each with its own name (`Submitting`, `InfrastructurePending`).
 *
 * @source prefect 3.8.8, server/orchestration/core_policy.py, `PreventPendingTransitions`
 */
export const preventPendingTransitions3: OrchestrationRule = {
  ...preventPendingTransitions,
  summary:
    'A run that is running, being cancelled or cancelled does not become pending; one that is pending does by another name, but not by `Pending`',
  before(transition) {
    const { initial, proposed } = transition;
    if (!initial!.isPending() || proposed.name === initial.name || proposed.name === 'Pending') {
      refuse(transition);
      return;
    }
    proposed.stateDetails.scheduledTime = initial.stateDetails.scheduledTime;
    setLease(proposed, leaseOf(initial));
  },
};

function refuse(transition: Setting): void {
  const { type } = transition.initial!;
  transition.abort(`This run is in a ${type} state and cannot transition to a PENDING state.`);
}
