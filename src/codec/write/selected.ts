/*
 * The walk behind `dict()` and `json()` with options. It takes an instance and what of it is wanted, and gives an object by
 * property names with values as memory keeps them, or by wire names with values as JSON holds them.
 */
import { isStackOverflow, SerializationError, ValueError } from '../../errors/index.js';
import {
  brandOf,
  equalValues,
  hasOwnJson,
  isModel,
  isPlainJson,
  type JsonOptions,
  type Model,
  setEntry,
  toJsonValue,
  WIRE,
} from '../../values/index.js';
import { type Kind, type Wire } from '../../fields/index.js';
import { isSet, type PlannedField, type TracedPlan } from '../plan/plan.js';
import { ModelBase } from '../plan/model-base.js';
import { type Choice, choiceOf, indexChoiceOf, isChosen, partOf, type Selection } from './selection.js';

/** What of a model is written. */
export interface ExportOptions {
  /** Only these fields. */
  readonly include?: Selection | undefined;
  /** All but these fields; wins over `include`. */
  readonly exclude?: Selection | undefined;
  /** Leaves out fields that hold null. Does not reach into `data`. */
  readonly excludeNone?: boolean | undefined;
  /** Leaves out fields that were not given and still hold their default. */
  readonly excludeUnset?: boolean | undefined;
  /**
   * Leaves out fields that equal their default. What a function made (an id, a timestamp) always stays, but null is left out
   * of such a field.
   */
  readonly excludeDefaults?: boolean | undefined;
}

const PARTS = ['include', 'exclude', 'excludeNone', 'excludeUnset', 'excludeDefaults'] as const;

/** The options that say what of a model is written, without those that are absent and without any other. @internal */
export function partsOf(options: ExportOptions): ExportOptions {
  const parts: Record<string, unknown> = {};
  for (const name of PARTS) if (options[name] !== undefined) parts[name] = options[name];
  return parts;
}

/** An export under way. */
export interface Exporting extends ExportOptions {
  /**
   * - `wire`: wire names and JSON values
   * - `memory`: property names and values as they are
   * - `input`: wire names and values as they are, for another model to read
   */
  readonly to: 'wire' | 'memory' | 'input';
  readonly json: JsonOptions;
  /** The name of what is written, for errors; empty for the whole. */
  readonly place: string;
  /** Whether names that are no field may be left out: inside `data`, of which no class says what it holds. */
  readonly anyName?: boolean | undefined;
  /** The wire of the model that a value is part of, by which selections count. */
  readonly wire?: Wire | undefined;
  /** The way to it, where somebody wants to know. */
  readonly loc?: readonly (string | number)[] | undefined;
}

/** What becomes of a model that is met on the way. */
export type ForModel = (model: ModelBase, options: Exporting) => unknown;

/** Writes a model into a plain object. */
export function exportModel(
  plan: TracedPlan,
  model: ModelBase,
  options: Exporting,
  forModel: ForModel,
): Record<string, unknown> {
  const include = options.include && choiceOf(options.include);
  const exclude = excludedOf(plan, options);
  const written: Record<string, unknown> = {};
  for (const field of plan.written) {
    if (!isChosen(include, exclude, field.property)) continue;
    const value = (model as unknown as Record<string, unknown>)[field.property] ?? null;
    if (isLeftOut(plan, model, field, value, options)) continue;
    const place = options.place === '' ? field.wireName : `${options.place}.${field.wireName}`;
    const inside = within(options, plan.wire, include, exclude, field.property, place);
    const key = options.to === 'memory' ? field.property : field.wireName;
    setEntry(written, key, value === null ? null : exportField(field.kind, value, inside, forModel));
  }
  return written;
}

/**
 * Reads what is left out of a model. A name that is no field is refused: what it should have hidden would be sent.
 *
 * @throws {@link ValueError}
 */
export function excludedOf(
  plan: TracedPlan,
  { exclude, anyName }: Pick<Exporting, 'exclude' | 'anyName'>,
): Choice | undefined {
  const choice = exclude && choiceOf(exclude);
  if (choice === undefined || anyName === true) return choice;
  const unknown = [...choice.keys()].filter((name) => !plan.byProperty.has(name));
  if (unknown.length > 0) throw ValueError.of(`exclude: ${plan.model.name} has no field ${unknown.join(', ')}`);
  return choice;
}

function isLeftOut(
  plan: TracedPlan,
  model: ModelBase,
  field: PlannedField,
  value: unknown,
  options: Exporting,
): boolean {
  if (options.excludeNone === true && value === null) return true;
  if (options.excludeUnset === true && !isSet(plan, model, field)) return true;
  if (options.excludeDefaults !== true || field.required) return false;
  const compared = plan.wire.comparesMadeDefaults ? field.makeDefault() : field.constant;
  // for a wire that does not call it, a default that a function makes counts as null
  return equalValues(compared ?? null, value);
}

/** The options for what stands inside a field or an item. */
function within(
  options: Exporting,
  wire: Wire | undefined,
  include: Choice | undefined,
  exclude: Choice | undefined,
  key: string | number,
  place: string,
): Exporting {
  const { to, json, excludeNone, excludeUnset, excludeDefaults, anyName, loc } = options;
  const name = String(key);
  // option by option, because a spread costs as much as the rest of the work for a field
  return {
    to,
    json,
    place,
    loc: loc && [...loc, key],
    excludeNone,
    excludeUnset,
    excludeDefaults,
    anyName,
    wire,
    include: partOf(include, name),
    exclude: partOf(exclude, name),
  };
}

/** Writes the value of a field. */
export function exportField(kind: Kind, value: unknown, options: Exporting, forModel: ForModel): unknown {
  try {
    // without a model inside, the reader takes the value as it is
    if (options.to === 'input' && isPlainJson(value)) return value;
    if (options.to === 'wire' && isWhole(options)) return kind.toWire(value, options.json, options.place);
    const exported = exportValue(value, kind, options, forModel);
    return options.to === 'wire' ? toJsonValue(exported, options.json, options.place) : exported;
  } catch (error) {
    // an input is not written: its reader says that it is too deep
    if (isStackOverflow(error) && options.to !== 'input') throw SerializationError.endless(options.place, error);
    throw error;
  }
}

/** Whether all of a value is written: its kind then does that in one walk. */
function isWhole({ include, exclude, excludeNone, excludeUnset, excludeDefaults }: ExportOptions): boolean {
  const isFiltered = excludeNone === true || excludeUnset === true || excludeDefaults === true;
  return include === undefined && exclude === undefined && !isFiltered;
}

/**
 * Rebuilds containers, so that a change of what was exported leaves the model as it is; models become objects.
 *
 * @param planned - the kind of the value, where it is known; without one the value is part of a `json` field
 */
export function exportValue(
  value: unknown,
  planned: Kind | undefined,
  options: Exporting,
  forModel: ForModel,
): unknown {
  if (value === null || value === undefined) return value;
  const kind = planned?.memberOf === undefined ? planned : planned.memberOf(value);
  if (kind !== undefined && kind.holdsParts !== true) {
    return options.to === 'wire' ? kind.toWire(value, options.json, options.place) : kind.copy(value, false);
  }
  if (typeof value !== 'object') return value;
  if (isModel(value)) {
    if (writesItself(value, kind, options)) return value;
    const isField = kind !== undefined && 'model' in kind;
    const inside = isField || options.exclude === undefined ? options : { ...options, anyName: true };
    return value instanceof ModelBase ? forModel(value, inside) : exportOther(value, options);
  }
  switch (brandOf(value)) {
    case 'array':
      return exportItems(value as unknown[], kind?.items, options, forModel);
    case 'set':
      return new Set(exportItems([...(value as Set<unknown>)], kind?.items, options, forModel));
    case 'map':
      return new Map(exportEntries([...(value as Map<unknown, unknown>)], kind?.items, options, forModel));
    case 'plain':
      return objectOf(exportEntries(Object.entries(value), kind?.items, options, forModel));
    default:
      return value;
  }
}

/** Whether a model inside a `json` field is written as its class says: where nothing of it is selected. */
function writesItself(model: Model, kind: Kind | undefined, { to, include, exclude }: Exporting): boolean {
  const isField = kind !== undefined && 'model' in kind;
  return to === 'wire' && !isField && include === undefined && exclude === undefined && hasOwnJson(model);
}

/** Has a model of another copy of this package write itself. */
function exportOther(model: Model, options: Exporting): unknown {
  if (options.to === 'input') return model;
  return options.to === 'wire' ? model[WIRE]({ ...options, ...options.json }) : model.dict(options);
}

function objectOf(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [key, item] of entries) setEntry(made, String(key), item);
  return made;
}

function exportItems(
  items: readonly unknown[],
  kind: Kind | undefined,
  options: Exporting,
  forModel: ForModel,
): unknown[] {
  const [include, exclude] = [options.include, options.exclude].map((selection) =>
    hasParts(selection, options) ? indexChoiceOf(selection, items.length, options.wire?.selectsStrictly) : undefined,
  );
  const exported: unknown[] = [];
  // by index: a gap of a sparse array is an item too
  for (let index = 0; index < items.length; index++) {
    const name = String(index);
    if (!isChosen(include, exclude, name)) continue;
    exported.push(
      exportValue(
        items[index],
        kind,
        within(options, options.wire, include, exclude, index, `${options.place}[${index}]`),
        forModel,
      ),
    );
  }
  return exported;
}

function exportEntries(
  entries: readonly (readonly [unknown, unknown])[],
  kind: Kind | undefined,
  options: Exporting,
  forModel: ForModel,
): [unknown, unknown][] {
  const [include, exclude] = [options.include, options.exclude].map((selection) =>
    hasParts(selection, options) ? choiceOf(selection) : undefined,
  );
  return entries
    .filter(([key]) => isChosen(include, exclude, String(key)))
    .map(([key, item]) => {
      const name = String(key);
      const inside = within(options, options.wire, include, exclude, name, `${options.place}.${name}`);
      return [key, exportValue(item, kind, inside, forModel)];
    });
}

/** Inside a container an empty selection may select nothing in particular; on a model it selects no field. */
function hasParts(selection: Selection | undefined, { wire }: Exporting): selection is Selection {
  return selection !== undefined && (wire?.selectsStrictly === true || choiceOf(selection).size > 0);
}
