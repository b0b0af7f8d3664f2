/* A lease that a client sent stays with its run. These rules neither grant nor release leases. */
import { StateType } from '../../states/index.js';
import { isOf3, leaseOf, setLease } from '../of-3.js';
import { keeps } from '../records.js';
import { type FlowRule } from '../rule.js';
import { type FlowRunColumns } from '../run.js';

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `PreserveDeploymentConcurrencyLeaseId` */
export const preserveDeploymentConcurrencyLeaseId: FlowRule = keeps<FlowRunColumns>(
  'PreserveDeploymentConcurrencyLeaseId',
  'A state keeps the lease of the state before it, unless it has one of its own',
  {
    before({ initial, proposed }) {
      if (isOf3(proposed)) proposed.stateDetails.deploymentConcurrencyLeaseId ??= leaseOf(initial);
    },
  },
);

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `ValidateDeploymentConcurrencyAtRunning` */
export const validateDeploymentConcurrencyAtRunning: FlowRule = {
  name: 'ValidateDeploymentConcurrencyAtRunning',
  summary: 'A flow run begins with the lease that it was pending with, and no other',
  from: [StateType.PENDING],
  to: [StateType.RUNNING],
  before({ initial, proposed }) {
    setLease(proposed, leaseOf(initial));
  },
};
