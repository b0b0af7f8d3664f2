import { type DateTime } from 'luxon';

import { type State } from '../states/index.js';
import { OrchestrationError } from './errors.js';
import { type TransitionEffect, type TransitionFacts } from './facts.js';
import { SetStateStatus } from './orchestration-result.js';
import {
  StateAbortDetails,
  StateAcceptDetails,
  StateRejectDetails,
  type StateResponseDetails,
  StateWaitDetails,
} from './response-details.js';
import { type AnyRunColumns } from './run.js';

/**
 * A move of a run, as its rules see and change it.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `OrchestrationContext`
 */
export class Transition<R extends AnyRunColumns = AnyRunColumns> {
  /** The state that the run is in; null for none. It is the caller's: rules only read it. */
  readonly initial: State | null;
  /** The run's columns; what rules write into them is written into the run's row. */
  readonly run: R;
  readonly facts: TransitionFacts;
  /** The time of the decision. */
  readonly now: DateTime;
  /** The class of the state that was proposed: states that rules make are made by it. */
  readonly stateClass: typeof State;
  /** What is to be written beside the state. */
  readonly effects: TransitionEffect[] = [];
  #proposed: State | null;
  #status: SetStateStatus = SetStateStatus.ACCEPT;
  #details: StateResponseDetails = new StateAcceptDetails({});
  #isDecided = false;

  constructor(given: { initial: State | null; proposed: State; run: R; facts: TransitionFacts; now: DateTime }) {
    this.initial = given.initial;
    this.run = given.run;
    this.facts = given.facts;
    this.now = given.now;
    this.stateClass = given.proposed.constructor as typeof State;
    this.#proposed = given.proposed;
  }

  /** The state that will be set, as it stands now; null when none will. Rules may change its fields. */
  get proposed(): State | null {
    return this.#proposed;
  }

  get status(): SetStateStatus {
    return this.#status;
  }

  get details(): StateResponseDetails {
    return this.#details;
  }

  /**
   * Puts another state in the place of the proposed one; null leaves the run in the state that it is in.
   *
   * @throws {@link OrchestrationError} for null, when the run is in none; and, as `wait` and `abort`, in `after` and `undo`
   */
  reject(state: State | null, reason: string): void {
    if (state === null && this.initial === null) throw OrchestrationError.nothingToKeep();
    this.#answer(SetStateStatus.REJECT, state, new StateRejectDetails({ reason }));
  }

  /** Sets no state, and asks the caller to try again later. @param delaySeconds - whole seconds */
  wait(delaySeconds: number, reason: string): void {
    this.#answer(SetStateStatus.WAIT, null, new StateWaitDetails({ delaySeconds, reason }));
  }

  /** Sets no state, and asks to give up. */
  abort(reason: string): void {
    this.#answer(SetStateStatus.ABORT, null, new StateAbortDetails({ reason }));
  }

  /** Gives the answer; from now on rules can no longer change it. @internal */
  settle(): Pick<Transition, 'status' | 'details' | 'proposed'> {
    this.#isDecided = true;
    return { status: this.#status, details: this.#details, proposed: this.#proposed };
  }

  #answer(status: SetStateStatus, proposed: State | null, details: StateResponseDetails): void {
    if (this.#isDecided) throw OrchestrationError.tooLate();
    this.#status = status;
    this.#proposed = proposed;
    this.#details = details;
  }
}

/** A transition that sets a state. */
export type Setting<R extends AnyRunColumns = AnyRunColumns> = Transition<R> & { readonly proposed: State };
