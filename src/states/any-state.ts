import { type AnyModel, type OfType } from '../model/index.js';
import { isMarked, isSet, lookAt } from '../values/index.js';
import { type StateType } from './state-type.js';

/** Marks states, so that one copy of this package recognizes the states of another. @internal */
export const STATE = Symbol.for('prefect-states.state');

/** Any state: what the package asks of one, whatever its class. */
export interface AnyState extends AnyModel {
  readonly type: StateType;
  readonly message: string | null;
  readonly data: unknown;
  isFailed(): boolean;
  isCrashed(): boolean;
  isCancelled(): boolean;
  isPaused(): boolean;
  isFinal(): boolean;
  repr(): string;
}

/** A state whose type is known; a scheduled one then has its time. */
export type StateOf<S extends AnyState, Type extends StateType> = OfType<S, Type>;

/** Whether a value is a state. Only for the files that `State` imports; all others use `isState`. */
export function isAnyState(value: unknown): value is AnyState {
  return isMarked(value, STATE);
}

/** Whether a value is an array or a set, not empty, whose items all pass a test. */
export function isIterableOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] | Set<T> {
  const items = lookAt(() => (Array.isArray(value) || isSet(value) ? Array.from<unknown>(value) : []), []);
  return items.length > 0 && items.every(isItem);
}
