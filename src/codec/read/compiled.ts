/*
 * Plan -> functions object -> instance: by wire names, and by property names into an instance that is there. They take
 * plain objects of canonical forms only and answer INVALID for everything else, without saying why: then
 * `interpret` runs, which knows the lenient forms and makes the issues. So they must be right only where they take it.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`, by wire names.
 */
import { INVALID, type Invalid, type Naming } from '../../fields/index.js';
import { isPlain } from '../../values/index.js';
import { emitDefault, emitRead } from '../emit/field.js';
import { emptySet, literalOf, setOf } from '../plan/field-set.js';
import { type Plan, type PlannedField } from '../plan/plan.js';
import { emitContents, emitInstance } from '../emit/instance.js';
import { local, type Source } from '../emit/source.js';

/** Makes an instance of an object; INVALID when it does not take it. */
export type Hydrate<M = unknown> = (input: unknown) => M | Invalid;

/**
 * Fills a blank instance from an object by property names; INVALID, with the instance as it was, when it does not take the
 * object.
 */
export type Construct<M = object> = (model: M, input: object) => M | Invalid;

/** Writes the function that makes an instance by wire names, a {@link Hydrate}. */
export function emitHydrate(source: Source, plan: Plan): void {
  source.method('hydrate', ['input'], () => {
    const invalid = source.hoist('INVALID', INVALID);
    const plain = source.hoist('isPlain', isPlain);
    source.line(`if (typeof input !== 'object' || input === null) return ${invalid};`);
    // of this realm nearly every one is
    source.line(`if (Object.getPrototypeOf(input) !== Object.prototype && !${plain}(input)) return ${invalid};`);
    const made = emitFields(source, plan, 'wire');
    emitInstance(source, plan, 'model', { values: plan.fields.map(local), given: 'given', made });
    source.line('return model;');
  });
}

/** Writes the function that fills an instance by property names, a {@link Construct}. */
export function emitConstruct(source: Source, plan: Plan): void {
  source.method('construct', ['model', 'input'], () => {
    const made = emitFields(source, plan, 'property');
    emitContents(source, plan, 'model', { values: plan.fields.map(local), given: 'given', made });
    source.line('return model;');
  });
}

/**
 * Reads every field of the input into a variable, and which of them were given.
 *
 * @returns the expression for what an instance remembers
 */
function emitFields(source: Source, plan: Plan, naming: Naming): string {
  const refuse = `return ${source.hoist('INVALID', INVALID)};`;
  const absent = (field: PlannedField): void => {
    if (field.required) source.line(refuse);
    else emitDefault(source, field);
  };
  if (plan.forbidsExtras) {
    const known = source.hoist('known', naming === 'wire' ? plan.byWireName : plan.byProperty);
    source.line(`for (const key of Object.keys(input)) if (!${known}.has(key)) ${refuse}`);
  }
  source.line(`let given = ${literalOf(emptySet(plan.fields.length))};`);
  for (const field of plan.fields) emitRead(source, field, { from: 'input', naming, refuse, absent });
  const made = madeOf(plan);
  // what is filled in counts as set when it is not what is remembered
  if (plan.wire.countsFilledIn) source.line(`const made = ${made};`);
  for (const field of plan.fields) emitDerived(source, plan, field);
  return plan.wire.countsFilledIn ? 'made' : made;
}

function emitDerived(source: Source, plan: Plan, field: PlannedField): void {
  if (field.derived === undefined) return;
  const others = field.derived.from.map((name) => local(plan.byProperty.get(name)!));
  const derive = source.hoist(`derive_${field.index}`, field.derived.by);
  const when = Object.entries(field.derived.when ?? {}).map(
    ([name, value]) => `${local(plan.byProperty.get(name)!)} === ${JSON.stringify(value)}`,
  );
  // if ($name === null) $name = derive_2($name, $type);
  const asked = when.length === 0 ? '' : `if (${when.join(' && ')}) `;
  source.line(`${asked}${local(field)} = ${derive}(${[local(field), ...others].join(', ')});`);
}

/** An expression for what an instance remembers; one that was given everything remembers nothing. */
function madeOf(plan: Plan): string {
  if (plan.remembered.length === 0) return 'null';
  const all = literalOf(setOf(plan.remembered, plan.fields.length));
  return `(given & ${all}) === ${all} ? null : [${plan.remembered.map(local).join(', ')}]`;
}
