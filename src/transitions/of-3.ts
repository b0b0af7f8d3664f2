/* What only the states of Prefect 3 have. */
import { type State } from '../states/index.js';
import type * as v3 from '../v3/index.js';

/** Whether a state has the details that came with Prefect 3. @internal */
export function isOf3(state: State): state is v3.State {
  return 'deploymentConcurrencyLeaseId' in state.stateDetails;
}

/** The lease that a state holds; null for none, and for a state of Prefect 2. @internal */
export function leaseOf(state: State | null): string | null {
  return state !== null && isOf3(state) ? state.stateDetails.deploymentConcurrencyLeaseId : null;
}

/** Gives a state a lease. A state of Prefect 2 has no place for one. @internal */
export function setLease(state: State, lease: string | null): void {
  if (isOf3(state)) state.stateDetails.deploymentConcurrencyLeaseId = lease;
}
