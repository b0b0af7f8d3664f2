import { evaluate } from './source.js';
import { type FieldSet, literalOf } from '../plan/field-set.js';
import { Target, type Trace, type TraceOf } from '../plan/trace.js';

/**
 * Makes the trace of a class from a source of its own: of several classes that one source makes, the engine knows none well
 * enough to take their functions in. It does what `plainTrace` does.
 */
export const compileTrace: TraceOf = (name, none) => {
  const url = `prefect-states/${name}.trace.js`;
  return evaluate(`return ${sourceOf(none)};`, ['Target'], [Target], url) as Trace;
};

// a literal, as code that is read by hand has it
const sourceOf = (none: FieldSet): string => `class Trace extends Target {
  #given;
  #made;
  constructor(model, given, made) {
    super(model);
    this.#given = given;
    this.#made = made;
  }
  static remember(model, given, made) {
    if (#given in model) {
      model.#given = given;
      model.#made = made;
    } else {
      new Trace(model, given, made);
    }
  }
  static givenTo(model) {
    return #given in model ? model.#given : ${literalOf(none)};
  }
  static madeFor(model, slot, constant) {
    return slot < 0 || !(#given in model) || model.#made === null ? constant : model.#made[slot];
  }
}`;
