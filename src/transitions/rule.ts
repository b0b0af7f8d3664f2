import { type State, StateType } from '../states/index.js';
import { type AnyRunColumns, type FlowRunColumns, type TaskRunColumns } from './run.js';
import { type Setting, type Transition } from './transition.js';

/** The type of a state that a run is in, or is to come into; null for none. */
export type StateTypeOrNone = StateType | null;

/** Every type of state, and none. */
export const ANY_STATE: readonly StateTypeOrNone[] = [...Object.values(StateType), null];

/**
 * One rule about the moves of a run. It uses only the transition that it is given: no database, no clock.
 *
 * A rule applies when the run is in a state of one of the types `from`, a state of one of the types `to` is proposed, and no
 * rule before it has put another type in its place. `before` may change what is proposed; once all rules have spoken,
 * `after` is called, or `undo`, when a rule behind this one has put another type in the place.
 *
 * `R` is the kind of run that it is about; `M` what `before` wants `after` and `undo` to know.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `BaseOrchestrationRule`
 */
export interface OrchestrationRule<R extends AnyRunColumns = AnyRunColumns, M = unknown> {
  /** Unique within a policy; errors and the documentation name it. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** The types of states that a run must be in. */
  readonly from: readonly StateTypeOrNone[];
  /** The types of states that must be proposed. */
  readonly to: readonly StateTypeOrNone[];
  /** Looks at the transition, and changes it. There is a proposed state until it says otherwise. */
  before?(this: void, transition: Setting<R>): M;
  /** Notes what follows from a transition that went through, or that this rule stopped. */
  after?(this: void, transition: Transition<R>, memory: M): void;
  /** Takes back what `before` wrote into the run's columns. */
  undo?(this: void, transition: Transition<R>, memory: M): void;
  /**
   * Whether it keeps the books: it then applies to every state that is about to be set, of whatever type the other rules
   * have made it, and never to none.
   *
   * @source prefect 2.20.25, server/orchestration/rules.py, `BaseUniversalTransform`
   */
  readonly always?: boolean;
}

/** Rules, in the order in which they speak. */
export type Policy<R extends AnyRunColumns = AnyRunColumns> = readonly OrchestrationRule<R>[];

/**
 * The rules that runs go by: those of a version of Prefect, or some of your own. What is left out is Prefect 2's; over Prefect 3
 * they are `{ ...PREFECT_3_POLICIES, flowRuns: [...] }`.
 *
 * @source prefect 2.20.25, server/orchestration/dependencies.py, `ORCHESTRATION_DEPENDENCIES`
 */
export interface Policies {
  /** About flow runs. */
  readonly flowRuns?: Policy<FlowRunColumns>;
  /** About task runs. */
  readonly taskRuns?: Policy<TaskRunColumns>;
  /** About task runs that run without asking their flow run, forced or not. */
  readonly autonomousTaskRuns?: Policy<TaskRunColumns>;
  /** Whether a proposed state of a task run is for `autonomousTaskRuns`. */
  readonly isAutonomous?: (this: void, run: Readonly<TaskRunColumns>, proposed: State) => boolean;
  /** About forced states of flow runs. */
  readonly forcedFlowRuns?: Policy<FlowRunColumns>;
  /** About forced states of task runs. */
  readonly forcedTaskRuns?: Policy<TaskRunColumns>;
  /** What keeps a flow run's columns, behind every other policy. */
  readonly flowRunColumns?: Policy<FlowRunColumns>;
  /** What keeps a task run's columns, behind every other policy. */
  readonly taskRunColumns?: Policy<TaskRunColumns>;
}

/** A rule about flow runs. */
export type FlowRule<M = unknown> = OrchestrationRule<FlowRunColumns, M>;

/** A rule about task runs. */
export type TaskRule<M = unknown> = OrchestrationRule<TaskRunColumns, M>;
