/*
 * Plan -> functions object -> instance: by wire names, and by property names into an instance that is there. They take
 * plain objects of canonical forms only and answer INVALID, or false, for everything else, without saying why: then
 * `interpret` runs, which knows the lenient forms and makes the issues. So they must be right only where they take it.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, by wire names.
 */
import { inlineOf, INVALID, type Invalid, isPlain, type Naming, portOf } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { emitInstance, type Slots } from './slots.js';
import { finish, localName, type Made, Source } from './source.js';

/** Makes an instance of an object; INVALID when it does not take it. */
export type Hydrate<M = unknown> = (input: unknown) => M | Invalid;

/** Fills a blank instance from an object; false, with the instance as it was, when it does not take the object. */
export type Construct = (model: object, input: object) => boolean;

/** Compiles the function that makes an instance by wire names. */
export function compileHydrate(plan: Plan, slots: Slots | null): Made<Hydrate> {
  const source = new Source();
  const invalid = source.hoist('INVALID', INVALID);
  const isOdd = `typeof input !== 'object' || input === null || !${source.hoist('isPlain', isPlain)}(input)`;
  source.line(`if (${isOdd}) return ${invalid};`);
  emitFields(source, plan, { naming: 'wire', refuse: `return ${invalid};` });
  emitInstance(source, plan, slots, { values: plan.fields.map(local), given: 'given', firsts: firstsOf(plan) });
  source.line('return made;');
  return finish(source, plan.model, 'hydrate', ['input']);
}

/** Compiles the function that fills an instance by property names. */
export function compileConstruct(plan: Plan): Made<Construct> {
  const source = new Source();
  emitFields(source, plan, { naming: 'property', refuse: 'return false;' });
  const trace = source.hoist('Trace', plan.trace);
  // before the fields: behind many of them it would cost as much as they do
  source.line(`${trace}.remember(model, given, null);`);
  for (const field of plan.fields) {
    // model["flowRunId"] = $flowRunId;
    source.line(`model[${JSON.stringify(field.property)}] = ${local(field)};`);
  }
  if (plan.remembered.length > 0) source.line(`${trace}.remember(model, given, ${firstsOf(plan)});`);
  source.line('return true;');
  return finish(source, plan.model, 'construct', ['model', 'input']);
}

/** By whose names an input is read, and the line that refuses it. */
interface Reading {
  readonly naming: Naming;
  readonly refuse: string;
}

/** Reads every field of the input into a variable, and which of them were given. */
function emitFields(source: Source, plan: Plan, reading: Reading): void {
  if (plan.forbidsExtras) emitExtras(source, plan, reading);
  source.line(`let given = ${plan.fields.length > 31 ? '0n' : '0'};`);
  for (const field of plan.fields) emitRead(source, field, reading);
  for (const field of plan.fields) emitSettle(source, plan, field);
}

function emitExtras(source: Source, plan: Plan, { naming, refuse }: Reading): void {
  const known = source.hoist('known', naming === 'wire' ? plan.byWireName : plan.byProperty);
  source.line(`for (const key of Object.keys(input)) if (!${known}.has(key)) ${refuse}`);
}

function emitRead(source: Source, field: PlannedField, { naming, refuse }: Reading): void {
  const variable = local(field);
  const bit = typeof field.bit === 'bigint' ? `${field.bit}n` : `${field.bit}`;
  // let $flowRunId = input["flow_run_id"];
  source.line(`let ${variable} = ${readKey(naming === 'wire' ? field.wireName : field.property)};`);
  source.line(`if (${variable} === undefined) {`);
  // $flowRunId = null;
  source.line(field.required ? refuse : `${variable} = ${defaultExpression(source, field)};`);
  const test = inlineOf(field.kind)?.test?.(variable, (name, value) => source.hoist(name, value));
  if (test === undefined) emitAccept(source, field, naming);
  // } else if ($flowRunId !== null && !(is_uuid($flowRunId))) {
  else source.line(`} else if (${variable} ${nullTest(field)} !(${test})) {`);
  source.line(refuse);
  if (field.check !== undefined) {
    const check = `${source.hoist(`check_${field.index}`, field.check)}(${variable}) !== null`;
    source.line(`} else if (${field.nullable ? `${variable} !== null && ` : ''}${check}) {`, refuse);
  }
  // } else {
  //   given |= 1;
  // }
  source.line('} else {', `given |= ${bit};`, '}');
}

function emitAccept(source: Source, field: PlannedField, naming: Naming): void {
  const variable = local(field);
  const accept = `(${variable} = ${acceptExpression(source, field, naming)}) === ${source.hoist('INVALID', INVALID)}`;
  // } else if ($scheduledTime !== null && ($scheduledTime = kind_dateTime.accept($scheduledTime, "wire")) === INVALID) {
  source.line(`} else if (${variable} ${nullTest(field)} ${accept}) {`);
}

function acceptExpression(source: Source, field: PlannedField, naming: Naming): string {
  const variable = local(field);
  const port = portOf(field.kind);
  // an instance is left to the walk that knows all: by wire names it is rare
  if (port && naming === 'wire') return `${source.late(`hydrate_${field.index}`, () => port().hydrate)}(${variable})`;
  return `${source.kind(field.kind)}.accept(${variable}, ${JSON.stringify(naming)})`;
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

/** An expression for what an instance remembers; one that was given everything remembers nothing. */
function firstsOf(plan: Plan): string {
  if (plan.remembered.length === 0) return 'null';
  const mask = plan.remembered.reduce((sum, { bit }) => sum | BigInt(bit), 0n);
  const text = plan.fields.length > 31 ? `${mask}n` : `${mask}`;
  return `(given & ${text}) === ${text} ? null : [${plan.remembered.map(local).join(', ')}]`;
}

function local(field: PlannedField): string {
  return localName(field.property, field.index);
}
