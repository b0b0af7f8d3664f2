/*
 * Plan -> functions that take a model as a whole: copy, compare, write into an object by property names. What options ask
 * for is the work of `copy.ts` and `export.ts`; these give the same where nothing is asked for.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, or for `State.stateDetails`.
 */
import { inlineOf } from '../fields/index.js';
import { type Plan, type PlannedField } from './plan.js';
import { emitInstance, type Slots } from './slots.js';
import { finish, type Made, Source } from './source.js';

/** Makes an instance that holds what another one holds, nested models copied. */
export type CopyWhole = (model: object) => object;

/** Whether two instances of the class hold the same, apart from some properties. */
export type EqualWhole = (left: object, right: object, leftOut: ReadonlySet<string>) => boolean;

/** The fields by property names, containers rebuilt; `place` is the name of the model, for errors. */
export type DictWhole = (model: object, place: string) => Record<string, unknown>;

/** Writes the value of a field that is a container or a model. */
export type DictPart = (field: PlannedField, value: unknown, place: string) => unknown;

/** Compiles the function that copies. */
export function compileCopy(plan: Plan, slots: Slots | null): Made<CopyWhole> {
  const source = new Source();
  const trace = source.hoist('Trace', plan.trace);
  const big = plan.fields.length > 31 ? 'n' : '';
  const all = `${plan.fields.reduce((sum, { bit }) => sum | BigInt(bit), 0n)}${big}`;
  source.line(`let given = ${trace}.givenTo(model);`, `if (given !== ${all}) {`);
  for (const field of plan.fields) {
    const constant = source.hoist(`constant_${field.index}`, field.constant);
    const first = `${trace}.madeFor(model, ${field.slot}, ${constant})`;
    // if ((given & 1) === 0 && !Object.is(model["flowRunId"], Trace.madeFor(model, -1, constant_0))) given |= 1;
    source.line(
      `if ((given & ${field.bit}${big}) === 0${big} && !Object.is(model${at(field)}, ${first})) given |= ${field.bit}${big};`,
    );
  }
  source.line('}');
  for (const field of plan.fields) source.line(`const value_${field.index} = ${copied(source, field)};`);
  const values = plan.fields.map(({ index }) => `value_${index}`);
  const firsts = plan.remembered.map(({ index }) => values[index]).join(', ');
  emitInstance(source, plan, slots, {
    values,
    given: 'given',
    firsts: firsts === '' ? 'null' : `given === ${all} ? null : [${firsts}]`,
  });
  source.line('return made;');
  return finish(source, plan.model, 'copy', ['model']);
}

/** An expression for the value of a field in a copy. */
function copied(source: Source, field: PlannedField): string {
  // const value_0 = model["flowRunId"] ?? null;
  if (inlineOf(field.kind)) return `model${at(field)} ?? null`;
  // const value_6 = model["stateDetails"] == null ? null : kind_nested.copy(model["stateDetails"], false)
  return `model${at(field)} == null ? null : ${source.kind(field.kind)}.copy(model${at(field)}, false)`;
}

/** Compiles the function that compares. `same` compares two values that are not identical. */
export function compileEqual(plan: Plan, same: (left: unknown, right: unknown) => boolean): Made<EqualWhole> {
  const source = new Source();
  const compare = source.hoist('same', same);
  for (const field of plan.written) {
    const values = `left${at(field)}, right${at(field)}`;
    // if (left["flowRunId"] !== right["flowRunId"] && !leftOut.has("flowRunId") && !same(left["flowRunId"], right["flowRunId"])) return false;
    source.line(
      `if (left${at(field)} !== right${at(field)} && !leftOut.has(${JSON.stringify(field.property)}) && !${compare}(${values})) return false;`,
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
