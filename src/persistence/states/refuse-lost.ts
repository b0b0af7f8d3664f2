/* A state of another class than the one that rows are read as may hold more than comes back. */
import { isDeepStrictEqual } from 'node:util';

import { type Issue, type JsonValue, State, type StateClass, StateDetails, ValidationError } from '../../index.js';
import { said } from '../../inner.js';
import { blankDetailsOf } from '../tables/state-of-row.js';

type Wire = Readonly<Record<string, JsonValue>>;

/** What columns keep of a state of any class. */
const COLUMNS = namesOf(State.pending());

function namesOf(model: State | StateDetails): ReadonlySet<string> {
  return new Set(Object.keys(wireOf(model)));
}

/**
 * Refuses a state with a field that would be lost: one that no column keeps, or a detail that the class of what is read does not
 * have, and that its own class would not fill with the same value when it reads the row.
 *
 * @param stateClass - the class that rows are read as
 * @throws {@link ValidationError} naming every such field
 * @internal
 */
export function refuseLost(state: State, stateClass: StateClass): void {
  // what every class has, and what holds on most writes, is not asked
  if (state.constructor === State && state.stateDetails.constructor === StateDetails) return;
  const lost = [
    ...lostOf(state, COLUMNS).map((name) => [name]),
    ...lostOf(state.stateDetails, namesOf(blankDetailsOf(stateClass))).map((name) => ['state_details', name]),
  ];
  if (lost.length === 0) return;
  const issues = lost.map((loc): Issue => ({ loc, ...said(state.constructor, NOT_KEPT) }));
  throw ValidationError.of(state.constructor, issues);
}

const NOT_KEPT = { code: 'rule', rule: 'not_kept', msg: 'no column keeps this field' } as const;

function lostOf(model: State | StateDetails, kept: ReadonlySet<string>): string[] {
  const wire = wireOf(model);
  const own = Object.keys(wire).filter((name) => !kept.has(name));
  if (own.length === 0) return [];
  const rest = Object.fromEntries(Object.entries(wire).filter(([name]) => kept.has(name)));
  const read = (model.constructor as typeof State).safeParse(rest);
  const again: Wire = read.success ? wireOf(read.data) : {};
  return own.filter((name) => !isDeepStrictEqual(again[name], wire[name]));
}

/** With its secrets, which are compared and not told; without its data, which is kept whatever it is. */
function wireOf(model: State | StateDetails): Wire {
  return JSON.parse(model.json({ includeSecrets: true, exclude: model instanceof State ? ['data'] : [] })) as Wire;
}
