import { type State } from '../index.js';
import {
  type OrchestrationResult,
  type StateAbortDetails,
  type StateAcceptDetails,
  type StateRejectDetails,
  type StateWaitDetails,
} from '../transitions/index.js';

/** What became of a proposed state; `status` tells the rest apart. */
export type SetStateResult<S extends State = State> = OrchestrationResult &
  (
    | { readonly status: 'ACCEPT'; readonly state: S; readonly details: StateAcceptDetails }
    | { readonly status: 'REJECT'; readonly state: S | null; readonly details: StateRejectDetails }
    | { readonly status: 'ABORT'; readonly state: S | null; readonly details: StateAbortDetails }
    | { readonly status: 'WAIT'; readonly state: S | null; readonly details: StateWaitDetails }
  );
