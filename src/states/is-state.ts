import { isMarked, isSet, lookAt } from '../values/index.js';
import { type State } from './state.js';

/** Marks states, so that one copy of this package knows the other's. @internal */
export const STATE = Symbol.for('prefect-states.state');

/**
 * Whether a value is a state.
 *
 * @source prefect 2.20.25, states.py, `is_state`
 */
export function isState(value: unknown): value is State {
  return isMarked(value, STATE);
}

/**
 * Whether a value is an array or a set of states, and not empty. Other iterables are not, even of states.
 *
 * @source prefect 2.20.25, states.py, `is_state_iterable`
 */
export function isStateIterable(value: unknown): value is State[] | Set<State> {
  const items = lookAt(() => (Array.isArray(value) || isSet(value) ? Array.from<unknown>(value) : []), []);
  return items.length > 0 && items.every(isState);
}
