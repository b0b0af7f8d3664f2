/* The lines of generated code that make an instance and fill it. */
import { type Plan } from '../plan/plan.js';
import { type Source } from './source.js';

/** What is written of an instance: an expression for each field, and for what it remembers. */
interface Contents {
  readonly values: readonly string[];
  readonly given: string;
  readonly firsts: string;
}

/** Writes the lines that make an instance, `made`. */
export function emitInstance(source: Source, plan: Plan, contents: Contents): void {
  source.line(`const made = new ${source.hoist('Model', plan.model)}();`);
  emitContents(source, plan, 'made', contents);
}

/** Writes the lines that fill a blank instance. */
export function emitContents(source: Source, plan: Plan, model: string, { values, given, firsts }: Contents): void {
  const trace = source.hoist('Trace', plan.trace);
  // before the fields: behind many of them it would cost as much as they do
  source.line(`${trace}.remember(${model}, ${given}, ${firsts});`);
  for (const { property, index } of plan.fields) {
    // made["flowRunId"] = $flowRunId;
    source.line(`${model}[${JSON.stringify(property)}] = ${values[index]};`);
  }
}
