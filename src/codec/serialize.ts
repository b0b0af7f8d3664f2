/*
 * Plan -> functions instance -> JSON text and instance -> wire object, for the whole model without options. What options
 * ask for is `export.ts`'s work.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`.
 */
import { type JsonValue } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { kindName, Source } from './source.js';

/** Writes an instance as JSON text. */
export type WriteText = (model: object) => string;
/** Writes an instance as its wire object. */
export type WriteWire = (model: object) => Record<string, JsonValue>;

const PARAMETERS = ['model'] as const;
const NO_OPTIONS = Object.freeze({});

/** Compiles the function that writes JSON text. */
export function compileText(plan: Plan): { readonly run: WriteText; readonly source: string } {
  const source = new Source();
  source.line(`let text = ${JSON.stringify(plan.written.length === 0 ? '{' : '')};`, 'let value;');
  plan.written.forEach((field, position) => {
    // value = model["flowRunId"];
    source.line(`value = ${read(field)};`);
    const key = `${position === 0 ? '{' : ','}${JSON.stringify(field.wireName)}:`;
    // text += value == null ? ",\"flow_run_id\":null" : ",\"flow_run_id\":" + kind_uuid.text(value, "flow_run_id");
    const written = `${kind(source, field)}.text(value, ${JSON.stringify(field.wireName)})`;
    source.line(`text += value == null ? ${JSON.stringify(`${key}null`)} : ${JSON.stringify(key)} + ${written};`);
  });
  source.line(`return text + '}';`);
  const url = `prefect-states/${plan.model.name}.text.js`;
  return {
    run: source.compile('writeText', PARAMETERS, url) as WriteText,
    source: source.toString('writeText', PARAMETERS),
  };
}

/** Compiles the function that makes the wire object. */
export function compileWire(plan: Plan): { readonly run: WriteWire; readonly source: string } {
  const source = new Source();
  const options = source.hoist('options', NO_OPTIONS);
  plan.written.forEach((field, position) => {
    // const value_0 = model["flowRunId"];
    source.line(`const value_${position} = ${read(field)};`);
  });
  source.line('return {');
  plan.written.forEach((field, position) => {
    const wireName = JSON.stringify(field.wireName);
    const written = `${kind(source, field)}.toWire(value_${position}, ${options}, ${wireName})`;
    // ["flow_run_id"]: value_0 == null ? null : kind_uuid.toWire(value_0, options, "flow_run_id"),
    source.line(`[${wireName}]: value_${position} == null ? null : ${written},`);
  });
  source.line('};');
  const url = `prefect-states/${plan.model.name}.wire.js`;
  return {
    run: source.compile('writeWire', PARAMETERS, url) as WriteWire,
    source: source.toString('writeWire', PARAMETERS),
  };
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

function kind(source: Source, field: PlannedField): string {
  return source.hoist(kindName(field.kind.name), field.kind);
}
