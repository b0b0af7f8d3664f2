import { evaluate } from './source.js';
import { Target, type Trace } from './trace.js';

/**
 * Makes the trace of a class from a source of its own: of several classes that one source makes, the engine knows none well
 * enough to take their functions in. It does what `plainTrace` does.
 */
export function compileTrace(name: string): Trace {
  const url = `prefect-states/${name}.trace.js`;
  return evaluate(`return ${SOURCE};`, ['Target'], [Target], url) as Trace;
}

const SOURCE = `class Trace extends Target {
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
    return #given in model ? model.#given : 0;
  }
  static madeFor(model, slot, constant) {
    return slot < 0 || !(#given in model) || model.#made === null ? constant : model.#made[slot];
  }
}`;
