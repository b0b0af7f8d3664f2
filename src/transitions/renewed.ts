import { type DateTime } from 'luxon';

import { codecFor } from '../codec/index.js';
import { type State } from '../states/index.js';

const NOTHING: ReadonlySet<string> = new Set();
const ID: ReadonlySet<string> = new Set(['id']);

/**
 * The same state, all of it copied, with a new id and at another time. Not by `copy`, which each wire has in a way of its own.
 *
 * @internal
 */
export function renewed(state: State, timestamp: DateTime): State {
  return codecFor(state).copyWith(state, { deep: true, update: { timestamp } }, NOTHING, ID) as State;
}
