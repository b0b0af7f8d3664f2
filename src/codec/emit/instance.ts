/* The lines of generated code that make an instance and fill it. */
import { type Plan } from '../plan/plan.js';
import { type Source } from './source.js';
import { emitRemember } from './trace.js';

/** What is written of an instance: an expression for each field, and for what it remembers. */
interface Contents {
  readonly values: readonly string[];
  readonly given: string;
  readonly made: string;
}

/** Writes the lines that make an instance and fill it. */
export function emitInstance(source: Source, plan: Plan, variable: string, contents: Contents): void {
  source.line(`const ${variable} = new ${source.hoist('Model', plan.model)}();`);
  emitContents(source, plan, variable, contents);
}

/** Writes the lines that fill a blank instance. */
export function emitContents(source: Source, plan: Plan, variable: string, { values, given, made }: Contents): void {
  const [first] = plan.fields;
  // who notes how a model was made fills it, and no field holds undefined
  const empty = first === undefined ? '' : `${variable}[${JSON.stringify(first.property)}] === undefined`;
  // before the fields: behind many of them it would cost as much as they do
  emitRemember(source, variable, given, made, empty);
  for (const { property, index } of plan.fields) {
    // model["flowRunId"] = $flowRunId;
    source.line(`${variable}[${JSON.stringify(property)}] = ${values[index]};`);
  }
}
