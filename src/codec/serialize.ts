/*
 * Plan -> functions instance -> JSON text and instance -> wire object, for the whole model without options. What options
 * ask for is `export.ts`'s work.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`.
 */
import { inlineOf } from '../fields/index.js';
import { type JsonValue } from '../values/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { finish, type Made, Source } from './source.js';

/** Writes an instance as JSON text. */
export type WriteText = (model: object) => string;
/** Writes an instance as its wire object. */
export type WriteWire = (model: object) => Record<string, JsonValue>;

const PARAMETERS = ['model'] as const;
const NO_OPTIONS = Object.freeze({});

/** Compiles the function that writes JSON text. */
export function compileText(plan: Plan): Made<WriteText> {
  const source = new Source();
  source.line(`let text = ${JSON.stringify(plan.written.length === 0 ? '{' : '')};`, 'let value;');
  for (const run of runsOf(plan.written)) emitRun(source, run, plan.written[0]);
  source.line(`return text + '}';`);
  return finish(source, plan.model, 'writeText', PARAMETERS);
}

const LONGEST_RUN = 5;

/** Fields that stand beside each other and have a constant default: most states hold it, so it is written at one go. */
function runsOf(fields: readonly PlannedField[]): PlannedField[][] {
  const runs: PlannedField[][] = [];
  for (const field of fields) {
    const last = runs.at(-1);
    if (hasConstant(field) && last?.[0] && hasConstant(last[0]) && last.length < LONGEST_RUN) last.push(field);
    else runs.push([field]);
  }
  return runs;
}

/** Whether the text of a field's default is known here: a kind of the user's may write a boolean otherwise. */
function hasConstant({ constant, kind, settle }: PlannedField): boolean {
  if (settle !== undefined) return false;
  return constant === null || (typeof constant === 'boolean' && inlineOf(kind)?.text !== undefined);
}

function emitRun(source: Source, run: readonly PlannedField[], first: PlannedField | undefined): void {
  if (run.length === 1) {
    for (const field of run) emitWrite(source, field, field === first);
    return;
  }
  const keep = run.map((field) => `${read(field)} === ${JSON.stringify(field.constant)}`);
  const text = run.map((field) => `${keyOf(field, field === first)}${JSON.stringify(field.constant)}`).join('');
  // if (model["retriable"] === null && model["transitionId"] === null) {
  //   text += ",\"retriable\":null,\"transition_id\":null";
  // } else {
  source.line(`if (${keep.join(' && ')}) {`, `text += ${JSON.stringify(text)};`, '} else {');
  for (const field of run) emitWrite(source, field, field === first);
  source.line('}');
}

function emitWrite(source: Source, field: PlannedField, isFirst: boolean): void {
  const key = keyOf(field, isFirst);
  // value = model["flowRunId"];
  source.line(`value = ${read(field)};`);
  const inline = inlineOf(field.kind);
  const hoist = (name: string, value: unknown): string => source.hoist(name, value);
  const asked = `${source.kind(field.kind)}.text(value, ${JSON.stringify(field.wireName)})`;
  const quick = inline?.text && inline.test ? `${inline.test('value', hoist)} ? ${inline.text('value', hoist)} : ` : '';
  // text += value == null ? ",\"flow_run_id\":null" : ",\"flow_run_id\":" + (is_uuid(value) ? '"' + value + '"' : kind_uuid.text(value, "flow_run_id"));
  source.line(`text += value == null ? ${JSON.stringify(`${key}null`)} : ${JSON.stringify(key)} + (${quick}${asked});`);
}

function keyOf(field: PlannedField, isFirst: boolean): string {
  return `${isFirst ? '{' : ','}${JSON.stringify(field.wireName)}:`;
}

/** Compiles the function that makes the wire object. */
export function compileWire(plan: Plan): Made<WriteWire> {
  const source = new Source();
  const options = source.hoist('options', NO_OPTIONS);
  plan.written.forEach((field, position) => {
    // const value_0 = model["flowRunId"];
    source.line(`const value_${position} = ${read(field)};`);
  });
  source.line('return {');
  plan.written.forEach((field, position) => {
    const wireName = JSON.stringify(field.wireName);
    const written = `${source.kind(field.kind)}.toWire(value_${position}, ${options}, ${wireName})`;
    // ["flow_run_id"]: value_0 == null ? null : kind_uuid.toWire(value_0, options, "flow_run_id"),
    source.line(`[${wireName}]: value_${position} == null ? null : ${written},`);
  });
  source.line('};');
  return finish(source, plan.model, 'writeWire', PARAMETERS);
}

/** The same text without generated code. */
export function writeText(plan: Plan, model: object): string {
  const parts = plan.written.map((field) => {
    const value = (model as Record<string, unknown>)[field.property];
    return `${JSON.stringify(field.wireName)}:${value == null ? 'null' : field.kind.text(value, field.wireName)}`;
  });
  return `{${parts.join(',')}}`;
}

/** The same object without generated code. */
export function writeWire(plan: Plan, model: object): Record<string, JsonValue> {
  const entries = plan.written.map((field): [string, JsonValue] => {
    const value = (model as Record<string, unknown>)[field.property];
    return [field.wireName, value == null ? null : field.kind.toWire(value, NO_OPTIONS, field.wireName)];
  });
  return Object.fromEntries(entries);
}

function read(field: PlannedField): string {
  return `model[${JSON.stringify(field.property)}]`;
}
