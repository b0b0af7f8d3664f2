import { type DateTime } from 'luxon';

import { codecFor } from '../codec/index.js';
import { type State } from '../states/index.js';

const ID: ReadonlySet<string> = new Set(['id']);

/**
 * A deep copy of a state with a new id and another time. Not by `copy`: what that renews differs between the wires.
 *
 * @internal
 */
export function renewed(state: State, timestamp: DateTime): State {
  return codecFor(state).copyWith(state, { deep: true, update: { timestamp } }, ID) as State;
}
