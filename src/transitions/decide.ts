/*
 * Input: a run, its current state, a proposed state and the facts. Output: the decision, and everything that must be written.
 * Nothing is read or written here, and the input is never changed. `data` is kept by reference, unless a custom rule is asked.
 */
import { type DateTime } from 'luxon';

import { codecFor } from '../codec/index.js';
import { isState, type State, type StateType } from '../states/index.js';
import { currentDateTime } from '../time/index.js';
import { MissingFlowRun, OrchestrationError, RuleError } from './errors.js';
import { type TransitionEffect, type TransitionFacts } from './facts.js';
import { type SetStateStatus, type StateResponseDetails } from './orchestration-result.js';
import { PREFECT_2_POLICIES } from './prefect-2.js';
import { PREFECT_3_POLICIES } from './prefect-3.js';
import { type OrchestrationRule, type Policies, type Policy, type StateTypeOrNone } from './rule.js';
import { type AnyRunColumns, type RunColumn } from './run.js';
import { Transition } from './transition.js';

const NOTHING: ReadonlySet<string> = new Set();

/** A state that is proposed for a run. */
export interface Proposal<R extends AnyRunColumns = AnyRunColumns> {
  readonly run: Readonly<R>;
  /** The state that the run is in; null for none. */
  readonly current: State | null;
  readonly proposed: State;
  readonly facts?: TransitionFacts;
  /** @defaultValue the clock's time */
  readonly now?: DateTime;
  /** The rules, without those that keep the run's columns; overrides `policies` and `force`. @defaultValue those of `policies` */
  readonly policy?: Policy<R>;
  /** The rules of each kind of run. @defaultValue {@link PREFECT_2_POLICIES} */
  readonly policies?: Policies;
  /** Asks only the few rules that also apply to forced states. @defaultValue false */
  readonly force?: boolean;
}

/** The answer to a proposed state, and what must be written. */
export interface Decision<R extends AnyRunColumns = AnyRunColumns> {
  readonly status: SetStateStatus;
  readonly details: StateResponseDetails;
  /** The state that the run is in now: a new one, or the one before. */
  readonly state: State | null;
  /** Whether `state` is new and must be stored. */
  readonly isNew: boolean;
  /** The columns of the run that change. */
  readonly runPatch: Partial<R>;
  /** What else must be written, in this order, in the same transaction. */
  readonly effects: readonly TransitionEffect[];
}

/**
 * Decides whether a run may enter a proposed state.
 *
 * @throws {@link RuleError} when a rule throws or leaves an invalid state; then nothing may be written
 * @throws {@link MissingFlowRun} when a rule needs the flow run of a task run and the facts have none
 * @source prefect 2.20.25, server/models/flow_runs.py, `set_flow_run_state`; models/task_runs.py, `set_task_run_state`
 */
export function decide<R extends AnyRunColumns>(proposal: Proposal<R>): Decision<R> {
  const { run, current, proposed, facts = {}, now = currentDateTime(), force = false, policies = {} } = proposal;
  const rules = rulesFor<R>(run, proposed, { policy: proposal.policy, policies, force });
  const copying = { deep: !rules.every(isOfReference), update: { timestamp: proposed.timestamp } };
  const transition = new Transition<R>({
    initial: current,
    // as it is: `copy` would renew it; only custom rules may write into data
    proposed: codecFor(proposed).copyWith(proposed, copying, NOTHING) as State,
    run: { ...run },
    facts,
    now,
  });
  const from = current?.type ?? null;
  const to = proposed.type;
  const entered: Entered<R>[] = [];
  for (const rule of rules) {
    if (!rule.from.includes(from) || !rule.to.includes(to) || !isDue(rule, transition, to)) continue;
    const memory = speak(rule, 'before', transition);
    if (rule.after ?? rule.undo) entered.push({ rule, memory, put: transition.proposed?.type ?? null });
  }
  const { status, details, proposed: decided } = transition.settle();
  for (const each of entered.reverse()) leave(each, transition);
  const runPatch: Partial<R> = {};
  for (const name of Object.keys(transition.run) as (keyof R)[]) {
    if (!Object.is(run[name], transition.run[name])) runPatch[name] = transition.run[name];
  }
  const { effects } = transition;
  return { status, details, state: decided ?? current, isNew: decided !== null, runPatch, effects };
}

interface RulesAsked {
  /** Replaces all rules except those that keep the columns. */
  readonly policy: Policy<never> | undefined;
  readonly policies: Policies;
  readonly force: boolean;
}

/** The rules that are asked about a proposed state; those that keep the run's columns come last. */
function rulesFor<R extends AnyRunColumns>(
  run: Readonly<AnyRunColumns>,
  proposed: State,
  { policy, policies, force }: RulesAsked,
): Policy<R> {
  // only a task run has this column
  if (!('flowRunId' in run)) {
    const list = force ? 'forcedFlowRuns' : 'flowRuns';
    const rules = policy ?? policies[list] ?? PREFECT_2_POLICIES[list];
    return [...rules, ...(policies.flowRunColumns ?? PREFECT_2_POLICIES.flowRunColumns)] as Policy<R>;
  }
  const isAutonomous = policies.isAutonomous ?? PREFECT_2_POLICIES.isAutonomous;
  const isAlone = policy === undefined && isAutonomous(run, proposed);
  const list = isAlone ? 'autonomousTaskRuns' : force ? 'forcedTaskRuns' : 'taskRuns';
  const rules = policy ?? policies[list] ?? PREFECT_2_POLICIES[list];
  return [...rules, ...(policies.taskRunColumns ?? PREFECT_2_POLICIES.taskRunColumns)] as Policy<R>;
}

const OF_REFERENCE = new Set<unknown>(
  [PREFECT_2_POLICIES, PREFECT_3_POLICIES].flatMap((policies) => Object.values(policies).flat()),
);

/** Whether a rule comes with this package, and is not a custom one. */
function isOfReference(rule: OrchestrationRule<never>): boolean {
  return OF_REFERENCE.has(rule);
}

/** Whether the rules before have left a rule something to do. */
function isDue<R extends AnyRunColumns>(
  { always = false, when = {} }: OrchestrationRule<R>,
  { initial, proposed, run }: Transition<R>,
  to: StateType,
): boolean {
  if (!always || proposed === null) return proposed?.type === to;
  const { leaving, entering, unset, given } = when;
  const columns: Partial<Record<RunColumn, unknown>> = run;
  if (unset !== undefined && (columns[unset] ?? null) !== null) return false;
  if (given !== undefined && (columns[given] ?? null) === null) return false;
  if (leaving === undefined && entering === undefined) return true;
  return (initial !== null && leaving?.includes(initial.type) === true) || entering?.includes(proposed.type) === true;
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

/**
 * Calls a hook of a rule. Its faults name the rule: an invalid state would otherwise only be found later, in another rule or in
 * the database.
 *
 * @throws {@link RuleError} when the hook throws, returns a promise, or leaves an invalid state
 * @throws {@link MissingFlowRun} unwrapped
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
    // specs check the reference's own rules
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
  // not awaited: its rejection must not end the process
  if (isPromise(given)) given.catch(() => undefined);
  throw OrchestrationError.notSynchronous();
}

/** Not `instanceof`: the promise may come from another realm. */
function isPromise(value: object): value is Promise<unknown> {
  return Object.prototype.toString.call(value) === '[object Promise]';
}

/** Fields of a state are not checked when a rule sets them. */
function refuseNonsense(proposed: unknown): void {
  if (proposed === null) return;
  if (!isState(proposed)) throw OrchestrationError.notAState();
  // the copy is checked, and its values are canonical
  const copy = proposed.copy({ update: Object.assign({}, proposed) });
  // a default name is given only when a state is made, so null would stay
  if (!copy.equals(proposed) || (proposed.name as string | null) === null) throw OrchestrationError.notAState();
}
