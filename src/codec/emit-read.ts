/*
 * The lines that read one field out of an object: a variable for its value, the test of its kind, and a bit when it was
 * given.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, by wire names.
 */
import { inlineOf, INVALID, type Naming, portOf } from '../fields/index.js';
import { type PlannedField } from './plan.js';
import { localName, type Source } from './source.js';

/** How an object is read. */
export interface Reading {
  /** The variable that holds the object. */
  readonly from: string;
  /** By whose names it is read. */
  readonly naming: Naming;
  /** The line that refuses it. */
  readonly refuse: string;
  /** Writes what becomes of a field that is not there. */
  readonly absent: (field: PlannedField) => void;
}

/** Writes the lines that read a field. */
export function emitRead(source: Source, field: PlannedField, reading: Reading): void {
  const { from, naming, refuse, absent } = reading;
  const variable = local(field);
  const bit = typeof field.bit === 'bigint' ? `${field.bit}n` : `${field.bit}`;
  // let $flowRunId = input["flow_run_id"];
  source.line(`let ${variable} = ${readKey(from, naming === 'wire' ? field.wireName : field.property)};`);
  source.line(`if (${variable} === undefined) {`);
  absent(field);
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
function readKey(from: string, key: string): string {
  const text = JSON.stringify(key);
  return key in Object.prototype
    ? `Object.hasOwn(${from}, ${text}) ? ${from}[${text}] : undefined`
    : `${from}[${text}]`;
}

/** Writes the line that gives a field its default. */
export function emitDefault(source: Source, field: PlannedField): void {
  // $flowRunId = null;
  source.line(`${local(field)} = ${defaultExpression(source, field)};`);
}

/** A constant is null, a boolean, a text or a number; JSON writes it, but for numbers that are not finite. */
function defaultExpression(source: Source, field: PlannedField): string {
  const { constant, index, options } = field;
  if (constant === undefined) return `${source.hoist(`make_${index}`, options.default)}()`;
  if (typeof constant === 'number' && !Number.isFinite(constant)) return source.hoist(`default_${index}`, constant);
  return JSON.stringify(constant);
}

function local(field: PlannedField): string {
  return localName(field.property, field.index);
}
