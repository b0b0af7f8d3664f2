import { StateType } from '../../states/index.js';
import { ANY_STATE, type OrchestrationRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `EnsureOnlyScheduledFlowsMarkedLate` */
export const ensureOnlyScheduledFlowsMarkedLate: OrchestrationRule = {
  name: 'EnsureOnlyScheduledFlowsMarkedLate',
  summary: 'Only a scheduled flow run becomes late',
  from: ANY_STATE,
  to: [StateType.SCHEDULED],
  before(transition) {
    const { initial, proposed } = transition;
    if (proposed.name !== 'Late' || initial?.isScheduled() === true) return;
    transition.reject(null, 'Only scheduled flows can be marked late.');
  },
};
