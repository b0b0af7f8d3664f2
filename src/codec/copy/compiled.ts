/*
 * Plan -> functions instance -> another instance with the same values: of the whole model, and with some values replaced by
 * canonical ones or new defaults. All other options are handled by `interpreted.ts`.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, or for `State.stateDetails`.
 */
import { inlineOf, INVALID, type Invalid, type NestedKind, portOf } from '../../fields/index.js';
import { emitDefault, emitRead, type Reading } from '../emit/field.js';
import { emptySet, type FieldSet, literalOf, setOf } from '../plan/field-set.js';
import { type CopyOptions } from './interpreted.js';
import { type Plan, type PlannedField } from '../plan/plan.js';
import { ModelBase } from '../plan/model-base.js';
import { emitInstance } from '../emit/instance.js';
import { at, local, type Source } from '../emit/source.js';

/** Makes an instance that holds what another one holds, nested models copied. */
export type CopyWhole = (model: object) => object;

/**
 * The same, but for the values of an update and for the fields that get a new default; INVALID when a value is not
 * canonical, or not of a field, and when more is asked for: then `copyModel` runs, which knows all options and makes the
 * issues. May run out of stack.
 *
 * @param renewed - names of the fields that get a new default, unless the update has them
 * @param reset - further ones; null for none
 */
export type CopyWith = (
  model: object,
  options: CopyOptions,
  renewed: ReadonlySet<string>,
  reset: ReadonlySet<string> | null,
) => object | Invalid;

const NO_UPDATE = Object.freeze({});

/** Writes the function that copies a whole model, a {@link CopyWhole}. */
export function emitCopy(source: Source, plan: Plan): void {
  source.method('copy', ['model'], () => {
    emitGiven(source, plan);
    for (const field of plan.fields) emitCopied(source, field, 'let ');
    emitMade(source, plan);
  });
}

/** Writes the function that copies and replaces, a {@link CopyWith}. */
export function emitCopyWith(source: Source, plan: Plan): void {
  source.method('copyWith', ['model', 'options', 'renewed', 'reset'], () => {
    const refuse = `return ${source.hoist('INVALID', INVALID)};`;
    if (plan.hasForeignRules) {
      source.line(refuse);
      return;
    }
    source.line(`if (options.include || options.exclude || options.deep === true) ${refuse}`);
    const known = new WeakMap<ReadonlySet<string>, FieldSet>();
    const [named, find] = [source.hoist('named', known), source.hoist('findNamed', finderOf(plan, known))];
    source.line(
      `let fresh = ${named}.get(renewed) ?? ${find}(renewed);`,
      `if (reset !== null) fresh |= ${named}.get(reset) ?? ${find}(reset);`,
      `const update = options.update ?? ${source.hoist('noUpdate', NO_UPDATE)};`,
      'for (const name in update) {',
    );
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

/** Gives what turns names into fields, and keeps them: a class nearly always gives the same names. */
function finderOf(
  { fields }: Plan,
  known: WeakMap<ReadonlySet<string>, FieldSet>,
): (names: ReadonlySet<string>) => FieldSet {
  return (names) => {
    const found = setOf(
      fields.filter(({ property }) => names.has(property)),
      fields.length,
    );
    known.set(names, found);
    return found;
  };
}

/** Finds out which fields are set in the original. */
function emitGiven(source: Source, plan: Plan): void {
  const none = literalOf(emptySet(plan.fields.length));
  source.line(`let given = #given in model ? model.#given : ${none};`, `if (given !== ${allOf(plan)}) {`);
  if (plan.remembered.length > 0) source.line('const made = #given in model ? model.#made : null;');
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
  // !Object.is(model["name"], made === null ? null : made[1])
  if (slot >= 0) return `!Object.is(${value}, made === null ? ${first} : made[${slot}])`;
  return typeof constant === 'number' ? `!Object.is(${value}, ${first})` : `${value} !== ${first}`;
}

function literal(constant: unknown): string {
  return constant === undefined ? 'undefined' : JSON.stringify(constant);
}

/** What a field holds that the update does not name. */
function emitKept(source: Source, plan: Plan, field: PlannedField, refuse: string): void {
  const bit = literalOf(field.bit);
  const none = literalOf(emptySet(plan.fields.length));
  // if ((fresh & 1) !== 0) {
  //   $flowRunId = null;
  //   given |= 1;
  // } else {
  //   $flowRunId = model["flowRunId"] ?? null;
  // }
  source.line(`if ((fresh & ${bit}) !== ${none}) {`);
  if (field.required) source.line(refuse);
  else {
    emitDefault(source, field);
    source.line(`given |= ${bit};`);
  }
  source.line('} else {');
  emitCopied(source, field);
  source.line('}');
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

/** Writes the lines that copy the value of a field. */
function emitCopied(source: Source, field: PlannedField, declare = ''): void {
  const variable = local(field);
  // let $flowRunId = model["flowRunId"] ?? null;
  source.line(`${declare}${variable} = model${at(field)} ?? null;`);
  if (inlineOf(field.kind)) return;
  const asked = `${source.kind(field.kind)}.copy(${variable}, false)`;
  const port = portOf(field.kind);
  if (port === undefined) {
    source.line(`if (${variable} !== null) ${variable} = ${asked};`);
    return;
  }
  const model = source.hoist(`Model_${field.index}`, (field.kind as NestedKind<object>).model());
  const own = `${source.late(`copy_${field.index}`, () => port().copyOwn)}(${variable})`;
  // if ($details !== null) $details = $details.constructor === Model_6 ? copy_6($details) : kind_nested.copy($details, false);
  source.line(`if (${variable} !== null) ${variable} = ${variable}.constructor === ${model} ? ${own} : ${asked};`);
}

function allOf(plan: Plan): string {
  return literalOf(setOf(plan.fields, plan.fields.length));
}
