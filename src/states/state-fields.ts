/* The types that follow from the fields of `State`. */
import { type FieldsOf, type JsonOf, type UpdateOf } from '../model/index.js';
import { type State } from './state.js';

/** What a `State` is made of. `name` left out or null is the type's own (`Running`), `timestamp` now, `id` a random one. */
export type StateFields = FieldsOf<State>;

/** What a copy of a `State` may replace. */
export type StateUpdate = UpdateOf<State>;

/** The wire object of a `State`; what `type` says tells the rest apart. */
export type StateJson = JsonOf<State>;

/** What the factories of a class of states take; the type is theirs. */
export type FactoryFields<S extends State = State> = Omit<FieldsOf<S>, 'type'>;

/** What the factories take that give the state its name. */
export type NamedFactoryFields<S extends State = State> = Omit<FieldsOf<S>, 'type' | 'name'>;
