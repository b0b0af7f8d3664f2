/*
 * In comes a run, the state it is in, a proposed state and what else is known; out goes what becomes of it, and all that must be
 * written. Nothing is read or written here, and nothing of what comes in is changed. `data` is kept by reference, unless a rule
 * of your own is asked.
 */
import { type DateTime } from 'luxon';

import { isState, type State } from '../states/index.js';
import { currentDateTime } from '../time/index.js';
import { MissingFlowRun, OrchestrationError, RuleError } from './errors.js';
import { type TransitionEffect, type TransitionFacts } from './facts.js';
import { type SetStateStatus } from './orchestration-result.js';
import { isOfReference, rulesFor } from './policies.js';
import { type StateResponseDetails } from './response-details.js';
import { type OrchestrationRule, type Policies, type Policy, type StateTypeOrNone } from './rule.js';
import { type AnyRunColumns } from './run.js';
import { Transition } from './transition.js';

/** A state that is proposed for a run. */
export interface Proposal<R extends AnyRunColumns = AnyRunColumns> {
  readonly run: Readonly<R>;
  /** The state that the run is in; null for none. */
  readonly current: State | null;
  readonly proposed: State;
  readonly facts?: TransitionFacts;
  /** @defaultValue the clock's time */
  readonly now?: DateTime;
  /** The rules, without those that keep the run's columns; they go before `policies` and `force`. @defaultValue those of `policies` */
  readonly policy?: Policy<R>;
  /** The rules of each kind of run. @defaultValue {@link PREFECT_2_POLICIES} */
  readonly policies?: Policies;
  /** Whether only the few rules are asked that hold of a forced state too. @defaultValue false */
  readonly force?: boolean;
}

/** What becomes of a proposed state. */
export interface Decision<R extends AnyRunColumns = AnyRunColumns> {
  readonly status: SetStateStatus;
  readonly details: StateResponseDetails;
  /** The state that the run is in now: a new one, or the one that it was in. */
  readonly state: State | null;
  /** Whether `state` is new, and must be kept. */
  readonly isNew: boolean;
  /** The columns of the run that change. */
  readonly runPatch: Partial<R>;
  /** What else must be written, in this order, in the same transaction. */
  readonly effects: readonly TransitionEffect[];
}

/**
 * Decides what becomes of a proposed state.
 *
 * @throws {@link RuleError} when a rule throws, or answers what makes no sense; nothing must be written then
 * @throws {@link MissingFlowRun} when a rule must know the flow run of a task run, and the facts have none
 * @source prefect 2.20.25, server/models/flow_runs.py, `set_flow_run_state`; models/task_runs.py, `set_task_run_state`
 */
export function decide<R extends AnyRunColumns>(proposal: Proposal<R>): Decision<R> {
  const { run, current, proposed, facts = {}, now = currentDateTime(), force = false, policies = {} } = proposal;
  const rules = rulesFor<R>(run, proposed, { policy: proposal.policy, policies, force });
  const transition = new Transition<R>({
    initial: current,
    // the timestamp would be another in the copy; into data only a rule of your own may write
    proposed: proposed.copy({ deep: !rules.every(isOfReference), update: { timestamp: proposed.timestamp } }),
    run: { ...run },
    facts,
    now,
  });
  const from = current?.type ?? null;
  const to = proposed.type;
  const entered: Entered<R>[] = [];
  for (const rule of rules) {
    if (!rule.from.includes(from) || !rule.to.includes(to)) continue;
    const { proposed: state } = transition;
    const isAsked = rule.always === true ? state !== null : state?.type === to;
    if (!isAsked) continue;
    const memory = speak(rule, 'before', transition);
    if (rule.after ?? rule.undo) entered.push({ rule, memory, put: transition.proposed?.type ?? null });
  }
  const { status, details, proposed: decided } = transition.settle();
  for (const each of entered.reverse()) leave(each, transition);
  return {
    status,
    details,
    state: decided ?? current,
    isNew: decided !== null,
    runPatch: changed(run, transition.run),
    effects: transition.effects,
  };
}

/** A rule that was asked, and has more to do once all rules were. */
interface Entered<R extends AnyRunColumns> {
  readonly rule: OrchestrationRule<R>;
  /** What its `before` returned. */
  readonly memory: unknown;
  /** The type of the state that was proposed then. */
  readonly put: StateTypeOrNone;
}

/**
 * Calls `after` of a rule, or `undo` when a later rule proposed another type. Neither is called for a rule that itself
 * proposed a type outside its `to`.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `BaseOrchestrationRule.__aexit__`
 */
function leave<R extends AnyRunColumns>({ rule, memory, put }: Entered<R>, transition: Transition<R>): void {
  const last = transition.proposed?.type ?? null;
  if (rule.always === true ? last === null : !rule.to.includes(put)) return;
  speak(rule, rule.always === true || last === put ? 'after' : 'undo', transition, memory);
}

/** The columns that the rules have given another value. */
function changed<R extends AnyRunColumns>(before: Readonly<R>, after: R): Partial<R> {
  const patch: Partial<R> = {};
  for (const name of Object.keys(after) as (keyof R)[]) {
    if (!Object.is(before[name], after[name])) patch[name] = after[name];
  }
  return patch;
}

/**
 * Calls a hook of a rule, and names the rule in whatever goes wrong with it: it throws, or it leaves what cannot be kept,
 * which would otherwise come to light in another place, or in the database.
 *
 * @throws {@link RuleError} when it throws, when it is asynchronous, and when what it has put in the place is no state
 * @throws {@link MissingFlowRun} as it comes
 */
function speak<R extends AnyRunColumns>(
  rule: OrchestrationRule<R>,
  name: 'before' | 'after' | 'undo',
  transition: Transition<R>,
  memory?: unknown,
): unknown {
  const hook = rule[name] as ((transition: Transition<R>, memory: unknown) => unknown) | undefined;
  if (hook === undefined) return undefined;
  try {
    const given = hook(transition, memory);
    // the reference's own are held by specs
    if (!isOfReference(rule)) {
      refusePromise(given);
      refuseNonsense(transition.proposed);
    }
    return given;
  } catch (error) {
    throw error instanceof MissingFlowRun ? error : RuleError.of(rule.name, error);
  }
}

function refusePromise(given: unknown): void {
  if (typeof given !== 'object' || given === null || !('then' in given) || typeof given.then !== 'function') return;
  // it is not awaited: what it ends with must not end the process
  if (isPromise(given)) given.catch(() => undefined);
  throw OrchestrationError.notSynchronous();
}

/** Not by `instanceof`: it may be of another realm. */
function isPromise(value: object): value is Promise<unknown> {
  return Object.prototype.toString.call(value) === '[object Promise]';
}

/** A rule may write into the fields of a state, which are not checked when they are set. */
function refuseNonsense(proposed: unknown): void {
  if (proposed === null) return;
  if (!isState(proposed)) throw OrchestrationError.notAState();
  // checked, and with every value as its field has it
  const copy = proposed.copy({ update: Object.assign({}, proposed) });
  // without a name only until it is made: nothing would name it now
  if (!copy.equals(proposed) || (proposed.name as string | null) === null) throw OrchestrationError.notAState();
}
