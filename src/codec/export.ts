/*
 * The walk behind `dict()` and `json()` with options. Comes in: an instance and what of it is wanted. Goes out: an object
 * by property names with values as memory keeps them, or by wire names with values as JSON holds them.
 */
import { SerializationError } from '../errors/index.js';
import { equalValues, isPlain, type JsonOptions, setEntry, toJsonValue } from '../fields/index.js';
import { hasBit } from './field-set.js';
import { type Plan, type PlannedField } from './plan.js';
import { Provenance } from './provenance.js';
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
  /** Leaves out fields that equal their default; a default made anew each time (an id, a timestamp) is never equal. */
  readonly excludeDefaults?: boolean | undefined;
}

/** An export under way. @internal */
export interface Exporting extends ExportOptions {
  /** Wire names and JSON values, or property names and values as they are. */
  readonly to: 'wire' | 'memory';
  readonly json: JsonOptions;
}

/** What becomes of a model that is met on the way. */
export type ForModel = (model: Provenance, options: Exporting) => unknown;

/** Whether a field was given, or no longer holds the default it was made with. */
export function isSet(model: Provenance, field: PlannedField): boolean {
  if (hasBit(Provenance.givenTo(model), field.bit)) return true;
  const value = (model as unknown as Record<string, unknown>)[field.property];
  return value !== (field.slot < 0 ? field.constant : (Provenance.madeFor(model, field.slot) ?? field.constant));
}

/** Writes a model into a plain object. */
export function exportModel(
  plan: Plan,
  model: Provenance,
  options: Exporting,
  forModel: ForModel,
): Record<string, unknown> {
  const include = options.include && choiceOf(options.include);
  const exclude = options.exclude && choiceOf(options.exclude);
  const written: Record<string, unknown> = {};
  for (const field of plan.written) {
    if (!isChosen(include, exclude, field.property)) continue;
    const value = (model as unknown as Record<string, unknown>)[field.property] ?? null;
    if (isLeftOut(model, field, value, options)) continue;
    const inside = within(options, include, exclude, field.property);
    const key = options.to === 'wire' ? field.wireName : field.property;
    setEntry(written, key, value === null ? null : exportField(field, value, inside, forModel));
  }
  return written;
}

function isLeftOut(model: Provenance, field: PlannedField, value: unknown, options: Exporting): boolean {
  if (options.excludeNone === true && value === null) return true;
  if (options.excludeUnset === true && !isSet(model, field)) return true;
  return options.excludeDefaults === true && field.constant !== undefined && equalValues(field.constant, value);
}

/** The options for what stands inside a field or an item. */
function within(options: Exporting, include: Choice | undefined, exclude: Choice | undefined, name: string): Exporting {
  return { ...options, include: partOf(include, name), exclude: partOf(exclude, name) };
}

function exportField(field: PlannedField, value: unknown, options: Exporting, forModel: ForModel): unknown {
  const { kind, wireName } = field;
  if (!mayHoldParts(value))
    return options.to === 'wire' ? kind.toWire(value, options.json, wireName) : kind.copy(value, false);
  try {
    const exported = exportValue(value, options, forModel);
    return options.to === 'wire' ? toJsonValue(exported, options.json, wireName) : exported;
  } catch (error) {
    if (error instanceof RangeError) throw SerializationError.tooDeep(wireName, error);
    throw error;
  }
}

/** Whether a value is a container or a model, which options can reach into. */
function mayHoldParts(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return (
    value instanceof Provenance ||
    Array.isArray(value) ||
    value instanceof Set ||
    value instanceof Map ||
    isPlain(value)
  );
}

/** Rebuilds containers, so that nobody changes the model through what was exported; models become objects. */
export function exportValue(value: unknown, options: Exporting, forModel: ForModel): unknown {
  if (!mayHoldParts(value)) return value;
  if (value instanceof Provenance) return forModel(value, options);
  if (Array.isArray(value)) return exportItems(value, options, forModel);
  if (value instanceof Set) return new Set(exportItems([...value], options, forModel));
  if (value instanceof Map) return new Map(exportEntries([...value], options, forModel));
  const exported: Record<string, unknown> = {};
  for (const [key, item] of exportEntries(Object.entries(value), options, forModel))
    setEntry(exported, String(key), item);
  return exported;
}

function exportItems(items: readonly unknown[], options: Exporting, forModel: ForModel): unknown[] {
  const include = hasParts(options.include) ? indexChoiceOf(options.include, items.length) : undefined;
  const exclude = hasParts(options.exclude) ? indexChoiceOf(options.exclude, items.length) : undefined;
  const exported: unknown[] = [];
  items.forEach((item, index) => {
    const name = String(index);
    if (!isChosen(include, exclude, name)) return;
    exported.push(exportValue(item, within(options, include, exclude, name), forModel));
  });
  return exported;
}

function exportEntries(
  entries: readonly (readonly [unknown, unknown])[],
  options: Exporting,
  forModel: ForModel,
): [unknown, unknown][] {
  const include = hasParts(options.include) ? choiceOf(options.include) : undefined;
  const exclude = hasParts(options.exclude) ? choiceOf(options.exclude) : undefined;
  return entries
    .filter(([key]) => isChosen(include, exclude, String(key)))
    .map(([key, item]) => [key, exportValue(item, within(options, include, exclude, String(key)), forModel)]);
}

/** Inside a container an empty selection selects nothing in particular; on a model it selects no field. */
function hasParts(selection: Selection | undefined): selection is Selection {
  return selection !== undefined && choiceOf(selection).size > 0;
}
