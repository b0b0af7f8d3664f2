/*
 * Plan -> function (object) -> instance. It takes the canonical forms only and answers false for everything else, without
 * saying why: then `interpret` runs, which knows the lenient forms and makes the issues. So it must be right only where
 * it answers true.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, by wire names.
 */
import { inlineOf, INVALID, type Naming } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { Provenance } from './provenance.js';
import { localName, Source } from './source.js';

/** Fills a blank instance from an object; false, with the instance as it was, when it does not take the object. */
export type Hydrate = (model: object, input: object) => boolean;

const PARAMETERS = ['model', 'input'] as const;

/** Writes the source of a class's hydrate function. */
export function writeHydrate(plan: Plan, naming: Naming): Source {
  const source = new Source();
  const invalid = source.hoist('INVALID', INVALID);
  const zero = plan.fields.length > 31 ? '0n' : '0';
  if (plan.forbidsExtras) emitExtras(source, plan, naming);
  source.line(`let given = ${zero};`);
  for (const field of plan.fields) emitRead(source, field, naming, invalid);
  for (const field of plan.fields) emitSettle(source, plan, field);
  for (const field of plan.fields) {
    // model["flowRunId"] = $flowRunId;
    source.line(`model[${JSON.stringify(field.property)}] = ${local(field)};`);
  }
  emitProvenance(source, plan);
  source.line('return true;');
  return source;
}

/** Compiles {@link writeHydrate}. */
export function compileHydrate(plan: Plan, naming: Naming): { readonly run: Hydrate; readonly source: string } {
  const source = writeHydrate(plan, naming);
  const name = naming === 'wire' ? 'hydrate' : 'construct';
  const url = `prefect-states/${plan.model.name}.${name}.js`;
  return { run: source.compile(name, PARAMETERS, url) as Hydrate, source: source.toString(name, PARAMETERS) };
}

function emitExtras(source: Source, plan: Plan, naming: Naming): void {
  const known = source.hoist('known', naming === 'wire' ? plan.byWireName : plan.byProperty);
  source.line(`for (const key of Object.keys(input)) if (!${known}.has(key)) return false;`);
}

function emitRead(source: Source, field: PlannedField, naming: Naming, invalid: string): void {
  const variable = local(field);
  const bit = typeof field.bit === 'bigint' ? `${field.bit}n` : `${field.bit}`;
  // let $flowRunId = input["flow_run_id"];
  source.line(`let ${variable} = ${readKey(naming === 'wire' ? field.wireName : field.property)};`);
  source.line(`if (${variable} === undefined) {`);
  // $flowRunId = null;
  source.line(field.required ? 'return false;' : `${variable} = ${defaultExpression(source, field)};`);
  const test = inlineOf(field.kind)?.test?.(variable, (name, value) => source.hoist(name, value));
  if (test === undefined) emitAccept(source, field, naming, invalid);
  // } else if ($flowRunId !== null && !(is_uuid($flowRunId))) {
  else source.line(`} else if (${variable} ${nullTest(field)} !(${test})) {`);
  source.line('return false;');
  if (field.check !== undefined) {
    const check = `${source.hoist(`check_${field.index}`, field.check)}(${variable}) !== null`;
    source.line(`} else if (${field.nullable ? `${variable} !== null && ` : ''}${check}) {`, 'return false;');
  }
  // } else {
  //   given |= 1;
  // }
  source.line('} else {', `given |= ${bit};`, '}');
}

function emitAccept(source: Source, field: PlannedField, naming: Naming, invalid: string): void {
  const variable = local(field);
  const kind = source.kind(field.kind);
  const accept = `(${variable} = ${kind}.accept(${variable}, ${JSON.stringify(naming)})) === ${invalid}`;
  // } else if ($scheduledTime !== null && ($scheduledTime = kind_dateTime.accept($scheduledTime, "wire")) === INVALID) {
  source.line(`} else if (${variable} ${nullTest(field)} ${accept}) {`);
}

/** Null is kept, or refused, before its kind sees it. */
function nullTest(field: PlannedField): string {
  return field.nullable ? '!== null &&' : '=== null ||';
}

/** Keys that every object inherits count only when the input itself has them. */
function readKey(key: string): string {
  const text = JSON.stringify(key);
  return key in Object.prototype ? `Object.hasOwn(input, ${text}) ? input[${text}] : undefined` : `input[${text}]`;
}

/** A constant is null, a boolean, a text or a number; JSON writes it, but for numbers that are not finite. */
function defaultExpression(source: Source, field: PlannedField): string {
  const { constant, index, makeDefault } = field;
  if (constant === undefined) return `${source.hoist(`make_${index}`, makeDefault)}()`;
  if (typeof constant === 'number' && !Number.isFinite(constant)) return source.hoist(`default_${index}`, constant);
  return JSON.stringify(constant);
}

function emitSettle(source: Source, plan: Plan, field: PlannedField): void {
  if (field.settle === undefined) return;
  const others = field.settle.from.map((name) => local(plan.byProperty.get(name)!));
  const settle = source.hoist(`settle_${field.index}`, field.settle.by);
  // $name = settle_2($name, $type);
  source.line(`${local(field)} = ${settle}(${[local(field), ...others].join(', ')});`);
}

function emitProvenance(source: Source, plan: Plan): void {
  const provenance = source.hoist('Provenance', Provenance);
  const mask = plan.remembered.reduce((sum, { bit }) => sum | BigInt(bit), 0n);
  const text = plan.fields.length > 31 ? `${mask}n` : `${mask}`;
  const made = `[${plan.remembered.map(local).join(', ')}]`;
  // instances that were given everything remember nothing
  source.line(
    `${provenance}.remember(model, given, ${mask === 0n ? 'null' : `(given & ${text}) === ${text} ? null : ${made}`});`,
  );
}

function local(field: PlannedField): string {
  return localName(field.property, field.index);
}
