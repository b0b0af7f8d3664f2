/*
 * The door of this room: what callers give is looked at here, before a database sees it, so that both engines refuse the
 * same, in the same words and at the same place.
 */
import { isState, type Issue, type State, ValidationError } from '../index.js';
import { refuseLost } from './refuse-lost.js';

/** A class by its name: the one that was asked, for its errors. */
type Asked = { readonly name: string };
type Path = Issue['loc'];

/**
 * Reads a state that is to be kept: in canonical forms, with nothing shared.
 *
 * @param loc - where it stands in what was given, when it is one of several
 * @throws {@link ValidationError} for what is no state, for a state that was spoilt by hand, and for one with a field that
 * no column keeps
 * @internal
 */
export function stateOf(asked: Asked, given: unknown, loc: Path = []): State {
  if (!isState(given)) {
    throw ValidationError.of(asked, [
      { loc: loc.length === 0 ? ['state'] : loc, msg: 'value is not a State', type: 'type_error.state' },
    ]);
  }
  return at(loc, () => {
    const state = (given.constructor as typeof State).parse(given);
    refuseLost(given);
    return state;
  });
}

/** Reads several of them. @throws {@link ValidationError} as `stateOf` does @internal */
export function statesOf(asked: Asked, given: unknown): State[] {
  if (Array.isArray(given)) return given.map((state, i) => stateOf(asked, state, ['states', i]));
  throw ValidationError.of(asked, [{ loc: ['states'], msg: 'value is not a valid list', type: 'type_error.list' }]);
}

/** Does something whose faults are told from a place on. */
function at<T>(loc: Path, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ValidationError) || loc.length === 0) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, loc: [...loc, ...issue.loc] }));
    throw new ValidationError(error.model, issues);
  }
}
