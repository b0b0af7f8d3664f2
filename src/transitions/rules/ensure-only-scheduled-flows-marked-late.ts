import { StateType } from '../../states/index.js';
import { ANY_STATE, type OrchestrationRule } from '../rule.js';

const NOT_SCHEDULED = 'Only scheduled flows can be marked late.';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `EnsureOnlyScheduledFlowsMarkedLate` */
export const ensureOnlyScheduledFlowsMarkedLate: OrchestrationRule = {
  name: 'EnsureOnlyScheduledFlowsMarkedLate',
  summary: 'Only a scheduled flow run becomes late',
  from: ANY_STATE,
  to: [StateType.SCHEDULED],
  before(transition) {
    const { initial, proposed } = transition;
    if (proposed.name !== 'Late' || initial?.isScheduled() === true) return;
    transition.reject(null, NOT_SCHEDULED);
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `EnsureOnlyScheduledFlowsMarkedLate` */
export const ensureOnlyScheduledFlowsMarkedLate3: OrchestrationRule = {
  ...ensureOnlyScheduledFlowsMarkedLate,
  summary: 'Only a scheduled flow run becomes late, and only once',
  before(transition) {
    const { initial, proposed } = transition;
    if (proposed.name !== 'Late' || initial === null) return;
    if (!initial.isScheduled()) transition.reject(null, NOT_SCHEDULED);
    else if (initial.name === 'Late') transition.reject(null, 'This flow run is already marked late.');
  },
};
