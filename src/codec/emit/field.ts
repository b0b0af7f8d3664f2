/*
 * The lines that read one field out of an object: a variable for its value, the test of its kind, and a bit when it was
 * given.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, by wire names.
 */
import { inlineOf, INVALID, isInherited, type Naming, portOf } from '../../fields/index.js';
import { type PlannedField } from '../plan/plan.js';
import { local, type Source } from './source.js';

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
  source.line(`let ${variable} = ${keyOf(from, naming === 'wire' ? field.wireName : field.property)};`);
  source.line(`if (${variable} === undefined) {`);
  absent(field);
  const test = inlineOf(field.kind)?.test?.(variable, (name, value) => source.hoist(name, value));
  if (test === undefined) emitAccept(source, field, reading);
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

function emitAccept(source: Source, field: PlannedField, { from, naming }: Reading): void {
  const variable = local(field);
  const refuses = (expression: string): string =>
    `(${variable} = ${expression}) === ${source.hoist('INVALID', INVALID)}`;
  const port = portOf(field.kind);
  if (port === undefined || naming === 'property') {
    const read = inlineOf(field.kind)?.read?.(variable, (name, value) => source.hoist(name, value));
    const accept = `${source.kind(field.kind)}.accept(${variable}, ${JSON.stringify(naming)})`;
    // } else if ($runInputKeyset !== null && ($runInputKeyset = kind_record.accept($runInputKeyset, "wire")) === INVALID) {
    // } else if ($scheduledTime !== null && ($scheduledTime = parseCanonical($scheduledTime) ?? kind_dateTime.accept($scheduledTime, "wire")) === INVALID) {
    source.line(`} else if (${variable} ${nullTest(field)} ${refuses(read ? `${read} ?? ${accept}` : accept)}) {`);
    return;
  }
  const hydrate = `${source.late(`hydrate_${field.index}`, () => port().hydrate)}(${variable})`;
  const again = `${source.late(`again_${field.index}`, () => port().again)}(${keyOf(from, field.wireName)})`;
  // } else if ($details === null || ($details = hydrate_6($details)) === INVALID && ($details = again_6(input["details"])) === INVALID) {
  source.line(`} else if (${variable} ${nullTest(field)} ${refuses(hydrate)} && ${refuses(again)}) {`);
}

/** Null is kept, or refused, before its kind sees it. */
function nullTest(field: PlannedField): string {
  return field.nullable ? '!== null &&' : '=== null ||';
}

/** Writes what `readKey` of fields does. */
function keyOf(from: string, key: string): string {
  const text = JSON.stringify(key);
  return isInherited(key) ? `Object.hasOwn(${from}, ${text}) ? ${from}[${text}] : undefined` : `${from}[${text}]`;
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
