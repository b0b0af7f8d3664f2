import { type DateTime } from 'luxon';

import { type State } from '../states/index.js';
import { OrchestrationError } from './errors.js';
import { type TransitionEffect, type TransitionFacts } from './facts.js';
import {
  SetStateStatus,
  StateAbortDetails,
  StateAcceptDetails,
  StateRejectDetails,
  type StateResponseDetails,
  StateWaitDetails,
} from './orchestration-result.js';
import { type AnyRunColumns } from './run.js';

/** What becomes of the proposed state; `proposed` is the state that will be set, null when none will. */
interface Answer {
  readonly status: SetStateStatus;
  readonly proposed: State | null;
  readonly details: StateResponseDetails;
}

/**
 * A transition of a run, which its rules read and change.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `OrchestrationContext`
 */
export class Transition<R extends AnyRunColumns = AnyRunColumns> {
  /** The current state of the run; null for none. It belongs to the caller: rules must not change it. */
  readonly initial: State | null;
  /** A copy of the run's columns; what rules change here becomes the run's patch. */
  readonly run: R;
  readonly facts: TransitionFacts;
  /** The time of the decision. */
  readonly now: DateTime;
  /** The class of the proposed state; rules use it to make other states. */
  readonly stateClass: typeof State;
  /** What must be written besides the state. */
  readonly effects: TransitionEffect[] = [];
  #answer: Answer;
  #isDecided = false;

  constructor(given: { initial: State | null; proposed: State; run: R; facts: TransitionFacts; now: DateTime }) {
    this.initial = given.initial;
    this.run = given.run;
    this.facts = given.facts;
    this.now = given.now;
    this.stateClass = given.proposed.constructor as typeof State;
    this.#answer = { status: SetStateStatus.ACCEPT, proposed: given.proposed, details: new StateAcceptDetails({}) };
  }

  /** The state that will be set, after the rules so far; null when none will. Rules may change its fields. */
  get proposed(): State | null {
    return this.#answer.proposed;
  }

  get status(): SetStateStatus {
    return this.#answer.status;
  }

  get details(): StateResponseDetails {
    return this.#answer.details;
  }

  /**
   * Replaces the proposed state; null keeps the run in its current state.
   *
   * @throws {@link OrchestrationError} for null when the run has no state; and, like `wait` and `abort`, in `after` and `undo`
   */
  reject(state: State | null, reason: string): void {
    if (state === null && this.initial === null) throw OrchestrationError.nothingToKeep();
    this.#change({ status: SetStateStatus.REJECT, proposed: state, details: new StateRejectDetails({ reason }) });
  }

  /** Sets no state, and asks the client to try again later. @param delaySeconds - whole seconds */
  wait(delaySeconds: number, reason: string): void {
    this.#change({
      status: SetStateStatus.WAIT,
      proposed: null,
      details: new StateWaitDetails({ delaySeconds, reason }),
    });
  }

  /** Sets no state, and asks the client to stop. */
  abort(reason: string): void {
    this.#change({ status: SetStateStatus.ABORT, proposed: null, details: new StateAbortDetails({ reason }) });
  }

  /** Returns the answer; from now on rules can no longer change it. @internal */
  settle(): Answer {
    this.#isDecided = true;
    return this.#answer;
  }

  #change(answer: Answer): void {
    if (this.#isDecided) throw OrchestrationError.tooLate();
    this.#answer = answer;
  }
}

/** A transition that sets a state. */
export type Setting<R extends AnyRunColumns = AnyRunColumns> = Transition<R> & { readonly proposed: State };
