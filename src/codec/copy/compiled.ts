/*
 * Plan -> functions instance -> another instance with the same values: of the whole model, and with some values replaced by
 * canonical ones or new defaults. All other options are handled by `interpreted.ts`.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, or for `State.stateDetails`.
 */
import { inlineOf, INVALID, type Invalid, portOf } from '../../fields/index.js';
import { emitDefault, emitRead, type Reading } from '../emit/field.js';
import { emptySet, type FieldSet, literalOf, setOf } from '../plan/field-set.js';
import { type Plan, type PlannedField } from '../plan/plan.js';
import { ModelBase } from '../plan/model-base.js';
import { emitInstance } from '../emit/instance.js';
import { at, local, type Source } from '../emit/source.js';

/** Makes an instance that holds what another one holds, nested models copied. */
export type CopyWhole = (model: object) => object;

/**
 * The same, but for the values of an update and for the fields that get a new default; INVALID when a value is not
 * canonical, or not of a field.
 */
export type CopyWith = (model: object, update: object, reset: FieldSet) => object | Invalid;

/** Writes the function that copies a whole model, a {@link CopyWhole}. */
export function emitCopy(source: Source, plan: Plan): void {
  source.method('copy', ['model'], () => {
    emitGiven(source, plan);
    // let $flowRunId = model["flowRunId"] ?? null;
    for (const field of plan.fields) source.line(`let ${local(field)} = ${copied(source, field)};`);
    emitMade(source, plan);
  });
}

/** Writes the function that copies and replaces, a {@link CopyWith}. */
export function emitCopyWith(source: Source, plan: Plan): void {
  source.method('copyWith', ['model', 'update', 'reset'], () => {
    const refuse = `return ${source.hoist('INVALID', INVALID)};`;
    source.line('for (const name in update) {');
    // if (name === "flowRunId") continue;
    for (const { property } of plan.fields) source.line(`if (name === ${JSON.stringify(property)}) continue;`);
    source.line(refuse, '}');
    emitGiven(source, plan);
    const reading: Reading = {
      from: 'update',
      naming: 'property',
      refuse,
      absent: (field) => {
        emitKept(source, plan, field, refuse);
      },
    };
    for (const field of plan.fields) emitRead(source, field, reading);
    emitMade(source, plan);
  });
}

/** Finds out which fields are set in the original. */
function emitGiven(source: Source, plan: Plan): void {
  const none = literalOf(emptySet(plan.fields.length));
  source.line(`let given = #given in model ? model.#given : ${none};`, `if (given !== ${allOf(plan)}) {`);
  for (const field of plan.fields) {
    const bit = literalOf(field.bit);
    // if ((given & 1) === 0 && model["flowRunId"] !== null) given |= 1;
    source.line(`if ((given & ${bit}) === ${none} && ${isChanged(source, field)}) given |= ${bit};`);
  }
  source.line('}');
}

/** An expression that is true when a field does not hold what filled it. */
function isChanged(source: Source, field: PlannedField): string {
  const { constant, slot, index } = field;
  const value = `model${at(field)}`;
  // a number may be -0 or NaN
  const first = typeof constant === 'number' ? source.hoist(`constant_${index}`, constant) : literal(constant);
  // !Object.is(model["name"], Compiled.madeFor(model, 1, null))
  if (slot >= 0) return `!Object.is(${value}, Compiled.madeFor(model, ${slot}, ${first}))`;
  return typeof constant === 'number' ? `!Object.is(${value}, ${first})` : `${value} !== ${first}`;
}

function literal(constant: unknown): string {
  return constant === undefined ? 'undefined' : JSON.stringify(constant);
}

/** What a field holds that the update does not name. */
function emitKept(source: Source, plan: Plan, field: PlannedField, refuse: string): void {
  const bit = literalOf(field.bit);
  const none = literalOf(emptySet(plan.fields.length));
  // if ((reset & 1) !== 0) {
  //   $flowRunId = null;
  //   given |= 1;
  // } else {
  //   $flowRunId = model["flowRunId"] ?? null;
  // }
  source.line(`if ((reset & ${bit}) !== ${none}) {`);
  if (field.required) source.line(refuse);
  else {
    emitDefault(source, field);
    source.line(`given |= ${bit};`);
  }
  source.line('} else {', `${local(field)} = ${copied(source, field)};`, '}');
}

function emitMade(source: Source, plan: Plan): void {
  const made = plan.remembered.map(local).join(', ');
  emitInstance(source, plan, 'copy', {
    values: plan.fields.map(local),
    given: 'given',
    made: made === '' ? 'null' : `given === ${allOf(plan)} ? null : [${made}]`,
  });
  if ('carryOver' in plan.model.prototype) source.line(`${source.hoist('ModelBase', ModelBase)}.carry(model, copy);`);
  source.line('return copy;');
}

/** An expression for the value of a field in a copy. */
function copied(source: Source, field: PlannedField): string {
  const value = `model${at(field)}`;
  // model["flowRunId"] ?? null
  if (inlineOf(field.kind)) return `${value} ?? null`;
  const port = portOf(field.kind);
  // model["stateDetails"] == null ? null : copy_6(model["stateDetails"])
  const copy = port
    ? `${source.late(`copy_${field.index}`, () => port().copyPart)}(${value})`
    : `${source.kind(field.kind)}.copy(${value}, false)`;
  return `${value} == null ? null : ${copy}`;
}

function allOf(plan: Plan): string {
  return literalOf(setOf(plan.fields, plan.fields.length));
}
