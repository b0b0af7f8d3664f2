import { type FieldSet } from './field-set.js';

/**
 * What an instance remembers of how it was made: which fields were given, and what filled those whose default is made
 * anew each time. From that follows whether a field is set (`excludeUnset`): it was given, or it no longer holds the
 * default it was made with.
 *
 * Private fields, because a spread, `Object.keys`, Jest's `toEqual` and `structuredClone` must not meet them.
 */
export abstract class Provenance {
  #given: FieldSet = 0;
  #made: readonly unknown[] | null = null;

  /** Notes how a model was made. `made` follows the plan's list of fields with a default made anew. @internal */
  static remember(model: Provenance, given: FieldSet, made: readonly unknown[] | null): void {
    model.#given = given;
    model.#made = made;
  }

  /** @internal */
  static givenTo(model: Provenance): FieldSet {
    return model.#given;
  }

  /** @internal */
  static madeFor(model: Provenance, slot: number): unknown {
    return model.#made === null ? undefined : model.#made[slot];
  }
}
