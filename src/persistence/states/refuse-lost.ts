/* A state of a team's own class may hold more than the tables do. */
import { isDeepStrictEqual } from 'node:util';

import { type Issue, type JsonValue, State, StateDetails, ValidationError } from '../../index.js';
import { said } from '../../inner.js';

type Wire = Readonly<Record<string, JsonValue>>;

const NAMES = namesOf(State.pending());
const DETAIL_NAMES = namesOf(new StateDetails({}));

function namesOf(model: State | StateDetails): ReadonlySet<string> {
  return new Set(Object.keys(model.toJSON()));
}

/**
 * Refuses a state with a field that would be lost: one that no column keeps, of the state or of its details, and that its
 * class would not fill with the same value when it reads the row.
 *
 * @throws {@link ValidationError} naming every such field
 * @internal
 */
export function refuseLost(state: State): void {
  // what holds on every write of the package's own classes is not asked
  const isOwn = state.constructor === State && state.stateDetails.constructor === StateDetails;
  if (isOwn) return;
  const lost = [
    ...lostOf(state, NAMES).map((name) => [name]),
    ...lostOf(state.stateDetails, DETAIL_NAMES).map((name) => ['state_details', name]),
  ];
  if (lost.length > 0)
    throw ValidationError.of(
      state.constructor,
      lost.map((loc): Issue => ({ loc, ...said(state.constructor, NOT_KEPT) })),
    );
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
