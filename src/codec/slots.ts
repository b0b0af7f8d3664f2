/*
 * Instances of this package's own classes are made without a call of their constructors, which do nothing for a blank
 * instance. A function that takes all values at once is used instead: it says beforehand which fields an instance has, so
 * that the engine keeps room for them in the object. Any other class has its constructor called: it may do what nobody here
 * knows of.
 */
import { type ModelClass } from './model-class.js';
import { type Plan } from './plan.js';
import { Provenance } from './provenance.js';
import { finish, localName, type Made, Source } from './source.js';

/** Makes an instance with a value for each field. */
export type Slots = new (...values: readonly unknown[]) => object;

const inert = new WeakSet<object>();

/** Says of a class that its constructor, called without arguments, does nothing but call its parent's. @internal */
export function markInert(model: object): void {
  inert.add(model);
}

/** Whether all constructors of a class do nothing for a blank instance. */
function isInert(model: ModelClass): boolean {
  let each: object | null = model;
  while (each !== null && inert.has(each)) each = Object.getPrototypeOf(each) as object | null;
  return each === Provenance;
}

// an object has room for some hundred; the engine treats those beyond as entries of a table
const MOST_SLOTS = 100;

/** Compiles the function that makes instances; null for a class whose constructor must be called. */
export function compileSlots(plan: Plan): Made<Slots> | null {
  if (plan.fields.length > MOST_SLOTS || !isInert(plan.model)) return null;
  const source = new Source();
  const parameters = plan.fields.map(({ property, index }) => localName(property, index));
  for (const [index, field] of plan.fields.entries()) {
    // this["flowRunId"] = $flowRunId;
    source.line(`this[${JSON.stringify(field.property)}] = ${parameters[index]};`);
  }
  const made = finish<Slots>(source, plan.model, 'Slots', parameters);
  // what it makes are instances of the class
  (made.run as { prototype: object }).prototype = plan.model.prototype;
  return made;
}

/** What is written of an instance: an expression for each field, and for what it remembers. */
interface Contents {
  readonly values: readonly string[];
  readonly given: string;
  readonly firsts: string;
}

/** Writes the lines that make an instance, `made`. */
export function emitInstance(source: Source, plan: Plan, slots: Slots | null, contents: Contents): void {
  if (slots === null) {
    source.line(`const made = new ${source.hoist('Model', plan.model)}();`);
    emitContents(source, plan, 'made', contents);
    return;
  }
  const { values, given, firsts } = contents;
  // const made = new Slots($flowRunId, $taskRunId, ...);
  source.line(`const made = new ${source.hoist('Slots', slots)}(${values.join(', ')});`);
  source.line(`new ${source.hoist('Trace', plan.trace)}(made, ${given}, ${firsts});`);
}

/** Writes the lines that fill a blank instance. */
export function emitContents(source: Source, plan: Plan, model: string, { values, given, firsts }: Contents): void {
  const trace = source.hoist('Trace', plan.trace);
  // before the fields: behind many of them it would cost as much as they do
  source.line(`${trace}.remember(${model}, ${given}, null);`);
  for (const { property, index } of plan.fields) {
    // made["flowRunId"] = $flowRunId;
    source.line(`${model}[${JSON.stringify(property)}] = ${values[index]};`);
  }
  if (firsts !== 'null') source.line(`${trace}.remember(${model}, ${given}, ${firsts});`);
}
