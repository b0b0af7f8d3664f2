/* The state of a run that returned a value, in every wire. */
import { lookAt } from '../values/index.js';
import { createState } from './factories.js';
import { isState, isStateIterable } from './is-state.js';
import { type State, type StateClass } from './state.js';
import { StateGroup } from './state-group.js';
import { StateType } from './state-type.js';

/** How the state of a value is made. */
export interface Making<S extends State> {
  /** Whether the `data` of a state is a result already. */
  readonly isKept: (data: unknown) => boolean;
  /** Makes the result of a value. */
  readonly createResult: (value: unknown) => unknown;
  /** The class of the state, when the caller says it. */
  readonly stateClass: StateClass | undefined;
  /** The class of the state, unless the given states share a narrower one. */
  readonly baseClass: StateClass<S>;
}

/** Makes the state of a run that returned a value, or several states. */
export async function stateOfValue<S extends State>(
  value: unknown,
  { isKept, createResult, stateClass, baseClass }: Making<S>,
): Promise<State> {
  if (isState(value) && value.stateDetails.flowRunId === null && value.stateDetails.taskRunId === null) {
    if (!isKept(value.data)) value.data = await createResult(value.data);
    return value;
  }
  if (isState(value) || isStateIterable(value)) {
    const group = new StateGroup(isState(value) ? [value] : value);
    const { type, message } = aggregate(group);
    return createState(stateClass ?? sharedClassOf(group.states, baseClass), type, {
      message,
      data: await createResult(value),
    });
  }
  // a generator can be read only once: what is read here is kept
  const data = await createResult(isGenerator(value) ? [...value] : value);
  return createState(stateClass ?? baseClass, StateType.COMPLETED, { data });
}

/** The narrowest class that several states share; the base where they share none that extends it. */
function sharedClassOf(states: readonly State[], base: StateClass): StateClass {
  let shared = states[0]?.constructor as StateClass;
  while (isState(shared.prototype) && !states.every((state) => state instanceof shared))
    shared = Object.getPrototypeOf(shared) as StateClass;
  // states of several copies of this package, or of both wires, may share no class
  return shared === base || shared.prototype instanceof base ? shared : base;
}

function aggregate(group: StateGroup): { readonly type: StateType; readonly message: string } {
  const { totalCount: total } = group;
  if (group.allCompleted()) return { type: StateType.COMPLETED, message: 'All states completed.' };
  if (group.anyCancelled())
    return { type: StateType.CANCELLED, message: `${group.cancelledCount}/${total} states cancelled.` };
  if (group.anyPaused()) return { type: StateType.PAUSED, message: `${group.pausedCount}/${total} states paused.` };
  if (group.anyFailed()) return { type: StateType.FAILED, message: `${group.failCount}/${total} states failed.` };
  return { type: StateType.FAILED, message: `${group.notFinalCount}/${total} states are not final.` };
}

function isGenerator(value: unknown): value is Generator {
  return lookAt(() => Object.prototype.toString.call(value), '') === '[object Generator]';
}
