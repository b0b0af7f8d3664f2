import { type State, StateType } from '../states/index.js';
import { type AnyRunColumns, type FlowRunColumns, type RunColumn, type TaskRunColumns } from './run.js';
import { type Setting, type Transition } from './transition.js';

/** The type of a current or proposed state; null for none. */
export type StateTypeOrNone = StateType | null;

/** Every type of state, and null for none. */
export const ANY_STATE: readonly StateTypeOrNone[] = [...Object.values(StateType), null];

/**
 * One rule about the transitions of a run. It uses only the transition that it is given: no database, no clock.
 *
 * A rule is asked when the current state's type is in `from`, the proposed state's type is in `to`, and no earlier rule has
 * proposed another type. `before` may change the proposed state. Once all rules were asked, `after` is called, or `undo` when
 * a later rule has proposed another type.
 *
 * `R` is the kind of run; `M` is what `before` returns for `after` and `undo`.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `BaseOrchestrationRule`
 */
export interface OrchestrationRule<R extends AnyRunColumns = AnyRunColumns, M = unknown> {
  /** Unique within a policy; errors and logs show it. */
  readonly name: string;
  /** One sentence that says what it does. */
  readonly summary: string;
  /** The types that the current state may have. */
  readonly from: readonly StateTypeOrNone[];
  /** The types that the proposed state may have. */
  readonly to: readonly StateTypeOrNone[];
  /** Checks the transition, and may change it. A state is proposed here: `proposed` is not null. */
  before?(this: void, transition: Setting<R>): M;
  /** Called after all rules, when the transition is still as this rule left it. */
  after?(this: void, transition: Transition<R>, memory: M): void;
  /** Reverts what `before` wrote into the run's columns. */
  undo?(this: void, transition: Transition<R>, memory: M): void;
  /**
   * Whether it keeps columns: it is then asked about every state that will be set, whatever type the other rules gave it, and
   * never when no state will be set.
   *
   * @source prefect 2.20.25, server/orchestration/rules.py, `BaseUniversalTransform`
   */
  readonly always?: boolean;
  /** When a rule that keeps columns has something to keep. @defaultValue whenever a state will be set @internal */
  readonly when?: Occasion;
}

/**
 * When a rule that keeps columns is asked, so that it is not called in vain. What is left out is not asked for; a type that is
 * left or one that is entered is enough.
 *
 * @internal
 */
export interface Occasion {
  /** The types of the current state. */
  readonly leaving?: readonly StateType[];
  /** The types of the state that will be set. */
  readonly entering?: readonly StateType[];
  /** A column of the run that is still null. */
  readonly unset?: RunColumn;
  /** A column of the run that is not null. */
  readonly given?: RunColumn;
}

/** Rules, in the order in which they are asked. */
export type Policy<R extends AnyRunColumns = AnyRunColumns> = readonly OrchestrationRule<R>[];

/**
 * The rules of each kind of run: those of a version of Prefect, or custom ones. An omitted list is Prefect 2's; to start from
 * Prefect 3's, write `{ ...PREFECT_3_POLICIES, flowRuns: [...] }`.
 *
 * @source prefect 2.20.25, server/orchestration/dependencies.py, `ORCHESTRATION_DEPENDENCIES`
 */
export interface Policies {
  /** About flow runs. */
  readonly flowRuns?: Policy<FlowRunColumns>;
  /** About task runs. */
  readonly taskRuns?: Policy<TaskRunColumns>;
  /** About task runs that run without their flow run, forced or not. */
  readonly autonomousTaskRuns?: Policy<TaskRunColumns>;
  /** Whether `autonomousTaskRuns` applies to a task run. */
  readonly isAutonomous?: (this: void, run: Readonly<TaskRunColumns>, proposed: State) => boolean;
  /** About forced states of flow runs. */
  readonly forcedFlowRuns?: Policy<FlowRunColumns>;
  /** About forced states of task runs. */
  readonly forcedTaskRuns?: Policy<TaskRunColumns>;
  /** The rules that keep a flow run's columns, after every other policy. */
  readonly flowRunColumns?: Policy<FlowRunColumns>;
  /** The rules that keep a task run's columns, after every other policy. */
  readonly taskRunColumns?: Policy<TaskRunColumns>;
}

/** A rule about flow runs. */
export type FlowRule<M = unknown> = OrchestrationRule<FlowRunColumns, M>;

/** A rule about task runs. */
export type TaskRule<M = unknown> = OrchestrationRule<TaskRunColumns, M>;
