/*
 * In comes a run, the state it is in, a proposed state and what else is known; out goes what becomes of it, and all that must be
 * written. Nothing is read or written here, and nothing of what comes in is changed. `data` is kept by reference, unless a rule
 * of your own is asked.
 */
import { type DateTime } from 'luxon';

import { type State } from '../states/index.js';
import { currentDateTime } from '../time/index.js';
import { type TransitionEffect, type TransitionFacts } from './facts.js';
import { type SetStateStatus } from './orchestration-result.js';
import { columnsPolicyFor, isOfReference, policyFor } from './policies.js';
import { type StateResponseDetails } from './response-details.js';
import { type OrchestrationRule, type Policies, type Policy, type StateTypeOrNone } from './rule.js';
import { type AnyRunColumns } from './run.js';
import { speak } from './speak.js';
import { type Setting, Transition } from './transition.js';

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
  const policy = proposal.policy ?? policyFor(run, proposed, force, policies);
  const rules = [...policy, ...columnsPolicyFor(run, policies)] as Policy<R>;
  const transition = new Transition<R>({
    initial: current,
    // the timestamp would be another in the copy; into data only a rule of your own may write
    proposed: proposed.copy({ deep: !rules.every(isOfReference), update: { timestamp: proposed.timestamp } }),
    run: { ...run },
    facts,
    now,
  });
  const intended = { from: typeOf(current), to: proposed.type };
  const entered = rules.filter((rule) => applies(rule, intended)).map((rule) => enter(rule, transition, intended));
  transition.settle();
  for (const { leave } of entered.reverse()) leave();
  return {
    status: transition.status,
    details: transition.details,
    state: transition.proposed ?? current,
    isNew: transition.proposed !== null,
    runPatch: changed(run, transition.run),
    effects: transition.effects,
  };
}

interface Types {
  readonly from: StateTypeOrNone;
  readonly to: StateTypeOrNone;
}

function typeOf(state: State | null): StateTypeOrNone {
  return state?.type ?? null;
}

function applies(rule: Pick<OrchestrationRule, 'from' | 'to'>, { from, to }: Types): boolean {
  return rule.from.includes(from) && rule.to.includes(to);
}

/**
 * Lets a rule speak, and gives what it does once all have spoken. A rule that has put another type in the place is not undone by
 * that; it is by a rule behind it, and neither undone nor followed up when what it has put there is no concern of its own.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `BaseOrchestrationRule.__aexit__`
 */
function enter<R extends AnyRunColumns>(
  rule: OrchestrationRule<R>,
  transition: Transition<R>,
  intended: Types,
): { readonly leave: () => void } {
  const nothing = { leave: (): void => undefined };
  if (rule.always === true) {
    if (transition.proposed !== null) speak(rule, transition, () => rule.before?.(transition as Setting<R>));
    return {
      leave: () => transition.proposed !== null && speak(rule, transition, () => rule.after?.(transition, undefined)),
    };
  }
  if (typeOf(transition.proposed) !== intended.to) return nothing;
  const memory = speak(rule, transition, () => rule.before?.(transition as Setting<R>));
  const own = { from: intended.from, to: typeOf(transition.proposed) };
  return {
    leave() {
      if (!applies(rule, own)) return;
      const isUndone = typeOf(transition.proposed) !== own.to;
      speak(rule, transition, () => (isUndone ? rule.undo : rule.after)?.(transition, memory));
    },
  };
}

/** The columns that the rules have given another value. */
function changed<R extends AnyRunColumns>(before: Readonly<R>, after: R): Partial<R> {
  const patch: Partial<R> = {};
  for (const name of Object.keys(after) as (keyof R)[]) {
    if (!Object.is(before[name], after[name])) patch[name] = after[name];
  }
  return patch;
}
