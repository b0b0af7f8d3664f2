/* Details that only states of Prefect 3 have. */
import { type State } from '../states/index.js';
import type * as v3 from '../v3/index.js';

/** Whether a state has the details of Prefect 3. @internal */
export function isOf3(state: State): state is v3.State {
  return 'deploymentConcurrencyLeaseId' in state.stateDetails;
}

/** The lease of a state; null for none, and for a state of Prefect 2. @internal */
export function leaseOf(state: State | null): string | null {
  return state !== null && isOf3(state) ? state.stateDetails.deploymentConcurrencyLeaseId : null;
}

/** Sets the lease of a state. A state of Prefect 2 has no such field. @internal */
export function setLease(state: State, lease: string | null): void {
  if (isOf3(state)) state.stateDetails.deploymentConcurrencyLeaseId = lease;
}
