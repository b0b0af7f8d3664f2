import { StateType } from '../../states/index.js';
import { ANY_STATE, type OrchestrationRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `EnforceCancellingToCancelledTransition` */
export const enforceCancellingToCancelledTransition: OrchestrationRule = {
  name: 'EnforceCancellingToCancelledTransition',
  summary: 'A flow run that is being cancelled, or is, comes into no state but Cancelled',
  from: [StateType.CANCELLED, StateType.CANCELLING],
  to: ANY_STATE.filter((type) => type !== StateType.CANCELLED),
  before(transition) {
    transition.reject(null, 'Cannot transition flows that are cancelling to a state other than Cancelled.');
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `EnforceCancellingToCancelledTransition` */
export const enforceCancellingToCancelledTransition3: OrchestrationRule = {
  ...enforceCancellingToCancelledTransition,
  summary: 'A flow run that is being cancelled comes into no state but Cancelled',
  from: [StateType.CANCELLING],
};
