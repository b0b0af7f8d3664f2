/*
 * Plan -> functions instance -> JSON text, instance -> wire object and instance -> object by property names, for the whole
 * model. Options are handled by `selected.ts`.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`.
 */
import { inlineOf, type NestedKind, portOf } from '../../fields/index.js';
import { type JsonValue } from '../../values/index.js';
import { type Plan, type PlannedField } from '../plan/plan.js';
import { type Source } from '../emit/source.js';

/** Writes an instance as JSON text. */
export type WriteText = (model: object) => string;
/** Writes an instance as its wire object. */
export type WriteWire = (model: object) => Record<string, JsonValue>;

/** The fields by property names, containers rebuilt; `place` is the name of the model, for errors. */
export type DictWhole = (model: object, place: string) => Record<string, unknown>;

/** Writes the value of a field that is a container or a model. */
export type DictPart = (field: PlannedField, value: unknown, place: string) => unknown;

const NO_OPTIONS = Object.freeze({});

/** Writes the function that writes JSON text, a {@link WriteText}. */
export function emitText(source: Source, plan: Plan): void {
  source.method('writeText', ['model'], () => {
    source.line(`let text = ${JSON.stringify(plan.written.length === 0 ? '{' : '')};`, 'let value;');
    for (const run of runsOf(plan.written)) emitRun(source, run, plan.written[0]);
    source.line(`return text + '}';`);
  });
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
function hasConstant({ constant, kind, derived }: PlannedField): boolean {
  if (derived !== undefined) return false;
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
  const test = inline?.writes ?? inline?.test;
  const quick = inline?.text && test ? `${test('value', hoist)} ? ${inline.text('value', hoist)} : ` : '';
  // text += value == null ? ",\"flow_run_id\":null" : ",\"flow_run_id\":" + (is_uuid(value) ? '"' + value + '"' : kind_uuid.text(value, "flow_run_id"));
  source.line(
    `text += value == null ? ${JSON.stringify(`${key}null`)} : ${JSON.stringify(key)} + (${quick}${askedText(source, field)});`,
  );
}

/** An expression for the text of a value that is not written here: instances of a class that is nested are written by it. */
function askedText(source: Source, { kind, index, wireName }: PlannedField): string {
  const place = JSON.stringify(wireName);
  const port = portOf(kind);
  // text_6(value, "state_details")
  if (port) return `${source.late(`text_${index}`, () => port().text)}(value, ${place})`;
  const asked = `${source.kind(kind)}.text(value, ${place})`;
  const members = kind.members ?? [];
  // one that is no class may hold an instance, too
  if (!members.every((member) => portOf(member))) return asked;
  const ofClasses = members.map((member, position) => {
    const model = source.hoist(`Member_${index}_${position}`, (member as NestedKind<object>).model());
    // value instanceof Member_2_0 ? text_2_0(value, "details") :
    return `value instanceof ${model} ? ${source.late(`text_${index}_${position}`, () => portOf(member)!().text)}(value, ${place}) : `;
  });
  return ofClasses.join('') + asked;
}

function keyOf(field: PlannedField, isFirst: boolean): string {
  return `${isFirst ? '{' : ','}${JSON.stringify(field.wireName)}:`;
}

/** Writes the function that makes the wire object, a {@link WriteWire}. */
export function emitWire(source: Source, plan: Plan): void {
  source.method('writeWire', ['model'], () => {
    const options = source.hoist('options', NO_OPTIONS);
    const hoist = (name: string, value: unknown): string => source.hoist(name, value);
    plan.written.forEach((field, position) => {
      // const value_0 = model["flowRunId"];
      source.line(`const value_${position} = ${read(field)};`);
    });
    source.line('return {');
    plan.written.forEach((field, position) => {
      const wireName = JSON.stringify(field.wireName);
      const value = `value_${position}`;
      const inline = inlineOf(field.kind);
      const kept = inline?.text && inline.test ? `${inline.test(value, hoist)} ? ${value} : ` : '';
      const written = `${source.kind(field.kind)}.toWire(${value}, ${options}, ${wireName})`;
      // ["flow_run_id"]: value_0 == null ? null : is_uuid(value_0) ? value_0 : kind_uuid.toWire(value_0, options, "flow_run_id"),
      source.line(`[${wireName}]: ${value} == null ? null : ${kept}${written},`);
    });
    source.line('};');
  });
}

/** Writes the function that writes an object, a {@link DictWhole}. `part` writes a value that is a container or a model. */
export function emitDict(source: Source, plan: Plan, leftOut: string | null, part: DictPart): void {
  source.method('dict', ['model', 'place'], () => {
    const write = source.hoist('part', part);
    source.line('return {');
    for (const field of plan.written) {
      if (field.property === leftOut) continue;
      const isKept = inlineOf(field.kind) !== undefined && field.kind.holdsParts !== true;
      const planned = isKept ? '' : source.hoist(`field_${field.index}`, field);
      const written = `${read(field)} == null ? null : ${write}(${planned}, ${read(field)}, place)`;
      // ["flowRunId"]: model["flowRunId"] ?? null,
      // ["stateDetails"]: model["stateDetails"] == null ? null : part(field_6, model["stateDetails"], place),
      source.line(`[${JSON.stringify(field.property)}]: ${isKept ? `${read(field)} ?? null` : written},`);
    }
    source.line('};');
  });
}

function read(field: PlannedField): string {
  return `model[${JSON.stringify(field.property)}]`;
}
