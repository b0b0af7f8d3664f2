/*
 * Plan -> function that gives a blank instance its properties; for classes with standard decorators, whose initialisers ask
 * for it. It is what the fields do without it, so `sourceOf` shows the same code for both forms of decorators.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`.
 */
import { type LayOut } from '../../fields/index.js';
import { type Plan } from '../plan/plan.js';
import { Source } from './source.js';

/** Compiles the function that lays out. */
export function compileLayOut(plan: Plan): LayOut {
  const source = new Source();
  const places = plan.fields.map(({ property }) => `instance[${JSON.stringify(property)}]`);
  source.method('layOut', ['instance'], () => {
    // if (instance["flowRunId"] !== undefined) return false;
    for (const place of places) source.line(`if (${place} !== undefined) return false;`);
    // instance["flowRunId"] = undefined;
    for (const place of places) source.line(`${place} = undefined;`);
    source.line('return true;');
  });
  return (source.compile(`${plan.model.name}.layOut`) as { readonly layOut: LayOut }).layOut;
}
