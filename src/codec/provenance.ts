import { type FieldSet, withBit as union } from './field-set.js';

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

  /** Adds fields to those that count as given. @internal */
  static give(model: Provenance, given: FieldSet): void {
    model.#given = union(model.#given, given);
  }

  /** @internal */
  static givenTo(model: Provenance): FieldSet {
    return model.#given;
  }

  /** What filled a field whose default is made anew; the constant of one that has no such default. @internal */
  static madeFor(model: Provenance, slot: number, constant: unknown): unknown {
    return slot < 0 || model.#made === null ? constant : model.#made[slot];
  }

  /** Gives a copy what its original keeps beside its fields. @internal */
  static carry(from: Provenance, to: Provenance): void {
    to.carryOver?.(from);
  }

  /**
   * Takes over what another instance of the class keeps beside its fields, in private ones for example. Called on every
   * copy; a class that keeps nothing of the kind need not have it.
   */
  protected carryOver?(from: Provenance): void;
}
