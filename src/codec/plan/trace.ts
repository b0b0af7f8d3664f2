import { Target } from '../../time/index.js';
import { type FieldSet } from './field-set.js';

/**
 * What the instances of a class remember of how they were made: which fields were given, and what filled those whose
 * default is made each time. From that follows whether a field is set (`excludeUnset`): it was given, or it no longer
 * holds the default it was made with.
 *
 * It stands in private fields, because a spread, `Object.keys`, Jest's `toEqual` and `structuredClone` must not meet it.
 * They are those of a class for each model, not of the models' own base: a private field that many shapes of objects share
 * costs as much as all other fields of a state.
 */
export interface Trace {
  /**
   * Notes how a model was made, whether it has a note or not. `made` follows the plan's list of fields whose default is made
   * each time.
   */
  remember(model: object, given: FieldSet, made: readonly unknown[] | null): void;
  /** The fields that were given; none for a blank instance, as class-transformer makes it. */
  givenTo(model: object): FieldSet;
  /** What filled a field whose default is made each time; the constant of one that has no such default. */
  madeFor(model: object, slot: number, constant: unknown): unknown;
}

/** Makes the trace of a class without generating code; `none` is what an instance that was filled by hand was given. */
export function plainTrace(none: FieldSet): Trace {
  return class Noted extends Target {
    #given = none;
    #made: readonly unknown[] | null = null;

    static remember(model: object, given: FieldSet, made: readonly unknown[] | null): void {
      const noted = #given in model ? model : new Noted(model);
      noted.#given = given;
      noted.#made = made;
    }

    static givenTo(model: object): FieldSet {
      return #given in model ? model.#given : none;
    }

    static madeFor(model: object, slot: number, constant: unknown): unknown {
      return slot < 0 || !(#given in model) || model.#made === null ? constant : model.#made[slot];
    }
  };
}
