import { isMarked } from '../values/index.js';
import { isIterableOf, STATE } from './any-state.js';
import { type State } from './state.js';

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
  return isIterableOf(value, isState);
}
