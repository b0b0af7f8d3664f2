/*
 * The private fields of a class's generated code, which hold what instances remember, and the functions of the trace. They
 * do what `plainTrace` does, and stand in one source with the functions that make instances: of several classes that one
 * source makes, the engine knows none well enough to take their functions in.
 */
import { type Plan } from '../plan/plan.js';
import { emptySet, literalOf } from '../plan/field-set.js';
import { type Source } from './source.js';

/** Writes the private fields and the functions that read them. */
export function emitTrace(source: Source, plan: Plan): void {
  source.line(`#given = ${noneOf(plan)};`, '#made = null;');
  source.method('remember', ['model', 'given', 'made'], () => {
    emitRemember(source, 'model', 'given', 'made');
  });
  source.method('givenTo', ['model'], () => {
    source.line(`return #given in model ? model.#given : ${noneOf(plan)};`);
  });
  source.method('madeFor', ['model', 'slot', 'constant'], () => {
    source.line('if (slot < 0 || !(#given in model) || model.#made === null) return constant;');
    source.line('return model.#made[slot];');
  });
}

/**
 * Writes the lines that note how a model was made. A constructor of the class's own may have noted something before.
 *
 * @param empty - an expression that is true only where nothing was noted: the engine takes long to miss a private field
 */
export function emitRemember(source: Source, model: string, given: string, made: string, empty = ''): void {
  source.line(`if (${empty === '' ? '' : `${empty} || `}!(#given in ${model})) new Compiled(${model});`);
  source.line(`${model}.#given = ${given};`, `${model}.#made = ${made};`);
}

function noneOf({ fields }: Plan): string {
  return literalOf(emptySet(fields.length));
}
