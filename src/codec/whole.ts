/*
 * Plan -> functions that take a model as a whole: compare it, write it into an object by property names. What options ask
 * for is the work of `export.ts`; these give the same where nothing is asked for.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, or for `State.stateDetails`.
 */
import { inlineOf } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { finish, type Made, Source } from './source.js';

/** Whether two instances of the class hold the same, apart from some properties. */
export type EqualWhole = (left: object, right: object, leftOut: ReadonlySet<string>) => boolean;

/** The fields by property names, containers rebuilt; `place` is the name of the model, for errors. */
export type DictWhole = (model: object, place: string) => Record<string, unknown>;

/** Writes the value of a field that is a container or a model. */
export type DictPart = (field: PlannedField, value: unknown, place: string) => unknown;

/** Compiles the function that compares. `same` compares two values that are not identical. */
export function compileEqual(plan: Plan, same: (left: unknown, right: unknown) => boolean): Made<EqualWhole> {
  const source = new Source();
  const compare = source.hoist('same', same);
  for (const field of plan.written) {
    const [one, other] = [`left${at(field)}`, `right${at(field)}`];
    const ofKind = inlineOf(field.kind)?.same?.(one, other, (name, value) => source.hoist(name, value));
    // if (left["flowRunId"] !== right["flowRunId"] && !leftOut.has("flowRunId") && !same(left["flowRunId"], right["flowRunId"])) return false;
    source.line(
      `if (${one} !== ${other} && !leftOut.has(${JSON.stringify(field.property)}) && !${ofKind ?? `${compare}(${one}, ${other})`}) return false;`,
    );
  }
  source.line('return true;');
  return finish(source, plan.model, 'equal', ['left', 'right', 'leftOut']);
}

/** Compiles the function that writes an object. `part` writes a value that is a container or a model. */
export function compileDict(plan: Plan, leftOut: string | null, part: DictPart): Made<DictWhole> {
  const source = new Source();
  const write = source.hoist('part', part);
  source.line('return {');
  for (const field of plan.written) {
    if (field.property === leftOut) continue;
    const isKept = inlineOf(field.kind) !== undefined && field.kind.holdsParts !== true;
    const planned = isKept ? '' : source.hoist(`field_${field.index}`, field);
    const written = `model${at(field)} == null ? null : ${write}(${planned}, model${at(field)}, place)`;
    // ["flowRunId"]: model["flowRunId"] ?? null,
    // ["stateDetails"]: model["stateDetails"] == null ? null : part(field_6, model["stateDetails"], place),
    source.line(`[${JSON.stringify(field.property)}]: ${isKept ? `model${at(field)} ?? null` : written},`);
  }
  source.line('};');
  return finish(source, plan.model, 'dict', ['model', 'place']);
}

function at(field: PlannedField): string {
  return `[${JSON.stringify(field.property)}]`;
}
