/* Checks what callers give before the database sees it, so that both engines refuse the same, with the same words and place. */
import { isDeepStrictEqual } from 'node:util';
import { type EntityManager } from 'typeorm';

import {
  type CodedFault,
  Field,
  isState,
  type Issue,
  type JsonValue,
  type Kind,
  types,
  PrefectBaseModel,
  ProposedState,
  State,
  type StateClass,
  StateDetails,
  ValidationError,
} from '../index.js';
import { isUuidText, said } from '../inner.js';
import * as v3 from '../v3/index.js';

/** The class that was called; errors name it. */
type Asked = { readonly name: string };
type Path = Issue['loc'];

/** Options and other values given by name. Unknown names are refused: a misspelt option would be ignored. */
export abstract class Given extends PrefectBaseModel {
  static override readonly extra = 'forbid';
}

const WHOLE = types.int({ minimum: 0 });

/** Caps a whole number; gives NaN, which is refused, for anything else. */
function counted(value: unknown): number {
  return Number.isInteger(value) ? Math.min(value as number, Number.MAX_SAFE_INTEGER) : NaN;
}

/** A count: 0 or more. Texts and fractions are refused, unlike by `Field.int`. */
export const COUNT: Kind<number> = {
  ...WHOLE,
  accept: (value, naming) => WHOLE.accept(counted(value), naming),
  interpret: (value, faults, naming) => WHOLE.interpret(counted(value), faults, naming),
};

/**
 * Reads values given by name.
 *
 * @throws {@link ValidationError} naming everything that is wrong
 * @internal
 */
export function read<M extends Given>(asked: Asked, model: new (given: object) => M, given: unknown): M {
  try {
    // without arguments a model is blank
    return new model((given ?? null) as object);
  } catch (error) {
    throw error instanceof ValidationError ? ValidationError.of(asked, error.issues) : error;
  }
}

class OneId extends Given {
  @Field.uuid()
  declare id: string;
}

/** Reads an id, in any form of a UUID. @returns its canonical text @throws {@link ValidationError} @internal */
export function idOf(asked: Asked, given: unknown, name = 'id'): string {
  if (typeof given === 'string' && isUuidText(given)) return given;
  const found = OneId.safeParse({ id: given });
  if (found.success) return found.data.id;
  throw ValidationError.of(asked, [{ ...found.error.issues[0]!, loc: [name] }]);
}

class Ids extends Given {
  @Field.list(types.uuid)
  declare runIds: string[];
}

/** Reads the ids of runs. @throws {@link ValidationError} @internal */
export function idsOf(asked: Asked, runIds: unknown): string[] {
  return read(asked, Ids, { runIds }).runIds;
}

/** Options of every write. */
export class WriteGiven extends Given {
  /** The caller's transaction; null for one of its own. */
  @Field.json({ default: null, check: managerFault })
  declare manager: EntityManager | null;

  @Field.json({ default: null })
  declare signal: AbortSignal | null;
}

function managerFault(given: EntityManager): CodedFault | null {
  if (typeof (given as Partial<EntityManager>).query === 'function') return null;
  return { code: 'ruleOfType', rule: 'manager', msg: 'value is not an EntityManager' };
}

/** How states are read. */
export interface StateReadOptions<S extends State = State> {
  /** The class of the states that are read and returned: `State`, or a class that extends it. @defaultValue State */
  readonly stateClass?: StateClass<S> | undefined;
}

/** Reads the class of the states. @throws {@link ValidationError} for a value that is no such class @internal */
export function classOf<S extends State>({ stateClass }: StateReadOptions<S>, asked: Asked): StateClass<S> {
  if (stateClass === undefined) return State as unknown as StateClass<S>;
  if (typeof stateClass === 'function' && isState(stateClass.prototype)) return stateClass;
  const fault = { code: 'ruleOfType', rule: 'state_class', msg: 'value is not a class of states' } as const;
  throw ValidationError.of(asked, [{ loc: ['state_class'], ...said(asked, fault) }]);
}

/**
 * Reads a state, or a proposal, that is to be kept. The result has canonical values, and shares only its `data` with what
 * was given.
 *
 * @param stateClass - the class that rows are read as; a proposal becomes a state of this class
 * @param loc - where the state is in what was given, when it is one of several
 * @throws {@link ValidationError} for a value that is no state, for a state with invalid values, and for one with a field that
 * no column keeps
 * @internal
 */
export function stateOf(asked: Asked, given: unknown, stateClass: StateClass, loc: Path = []): State {
  const isProposal = given instanceof ProposedState;
  if (!isProposal && !isState(given)) {
    const place = loc.length === 0 ? ['state'] : loc;
    const fault = { code: 'ruleOfType', rule: 'state', msg: 'value is not a State' } as const;
    throw ValidationError.of(asked, [{ loc: place, ...said(asked, fault) }]);
  }
  // a proposal of another wire is read with its own details, so that what ours lack is refused, not dropped
  const isOfOther = given instanceof v3.StateCreate && !(blankDetailsOf(stateClass) instanceof v3.StateDetails);
  const model = (isOfOther ? v3.State : isProposal ? stateClass : given.constructor) as typeof State;
  try {
    const state = model.parse(given);
    refuseLost(state, stateClass);
    return state;
  } catch (error) {
    if (!(error instanceof ValidationError) || loc.length === 0) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, loc: [...loc, ...issue.loc] }));
    throw ValidationError.of(model, issues);
  }
}

/** Reads several of them. @throws {@link ValidationError} as `stateOf` does @internal */
export function statesOf(asked: Asked, given: unknown, stateClass: StateClass): State[] {
  if (Array.isArray(given)) return given.map((state, i) => stateOf(asked, state, stateClass, ['states', i]));
  throw ValidationError.of(asked, [{ loc: ['states'], ...said(asked, { code: 'list' }) }]);
}

const blanks = new WeakMap<StateClass, StateDetails>();

/** The default details of a class. @throws {@link ValidationError} for a class that no row can be read as */
function blankDetailsOf(stateClass: StateClass): StateDetails {
  let blank = blanks.get(stateClass);
  if (blank === undefined) {
    blank = (stateClass as unknown as typeof State).parse({ type: 'PENDING' }).stateDetails;
    blanks.set(stateClass, blank);
  }
  return blank;
}

type Wire = Readonly<Record<string, JsonValue>>;

/* A state may be of another class than the one that rows are read as, and hold more than can be read back. */

/** The fields that columns keep of a state of any class. */
const COLUMNS = namesOf(State.pending());

function namesOf(model: State | StateDetails): ReadonlySet<string> {
  return new Set(Object.keys(wireOf(model)));
}

/**
 * Refuses a state with a field that would be lost: one that no column keeps, or a detail that the class that rows are read as
 * does not have. A field that the state's own class fills with the same value is not lost.
 *
 * @param stateClass - the class that rows are read as
 * @throws {@link ValidationError} naming every such field
 * @internal
 */
export function refuseLost(state: State, stateClass: StateClass): void {
  // most states: every class has these fields
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

/** Includes secrets, which are compared and never shown; leaves out data, which is always kept. */
function wireOf(model: State | StateDetails): Wire {
  return JSON.parse(model.json({ includeSecrets: true, exclude: model instanceof State ? ['data'] : [] })) as Wire;
}
