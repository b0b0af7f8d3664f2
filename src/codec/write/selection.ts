import { ValueError } from '../../errors/index.js';
import { isSet, pythonTypeName } from '../../values/index.js';

/**
 * Which parts of a model are written, by property names: a list or a `Set` of names, or an object of names to `true` (the
 * whole part) or to a selection inside it. Laid on a list, the names are indexes (from the end when negative), and
 * `__all__` stands for every item.
 */
export type Selection =
  readonly (string | number)[] | ReadonlySet<string | number> | { readonly [name: string | number]: true | Selection };

type Part = true | Selection;

/** A selection as one lookup. */
export type Choice = ReadonlyMap<string, Part>;

const ALL = '__all__';

/** Whether a part is chosen: asked for, and not left out whole. */
export function isChosen(include: Choice | undefined, exclude: Choice | undefined, name: string): boolean {
  return include?.has(name) !== false && exclude?.get(name) !== true;
}

/** The selection inside a part; undefined when all of it is meant. */
export function partOf(choice: Choice | undefined, name: string): Selection | undefined {
  const part = choice?.get(name);
  // the types forbid false, which to the reference selects nothing inside
  return part === true || !part ? undefined : part;
}

/**
 * Reads a selection by names.
 *
 * @throws {@link ValueError} for what is none, such as a single name
 */
export function choiceOf(selection: Selection): Choice {
  const given: unknown = selection;
  if (typeof given !== 'object' || given === null) {
    throw ValueError.of(`Unexpected type of exclude value <class '${pythonTypeName(given)}'>`);
  }
  if (isList(selection)) return new Map(Array.from(selection, (name) => [String(name), true]));
  return new Map(Object.entries(selection));
}

/**
 * Reads a selection that is laid on a list of `length` items.
 *
 * @param ignoresNames - whether names that are no index are passed over
 * @throws {@link ValueError} for a name that is no index, and for an item of which neither all nor a selection is meant
 * @source pydantic 1, utils.py, `ValueItems`
 */
export function indexChoiceOf(selection: Selection, length: number, ignoresNames = false): Choice {
  const named = choiceOf(selection);
  const choice = new Map<string, Part>();
  for (const [name, part] of named) {
    if (!isPart(part)) {
      throw ValueError.of(`Unexpected type of exclude value for index "${name}" <class '${pythonTypeName(part)}'>`);
    }
    if (name === ALL || (ignoresNames && !INDEX.test(name))) continue;
    const index = indexOf(name, length);
    choice.set(index, overlay(part, choice.get(index)));
  }
  const all = named.get(ALL);
  if (all === undefined || isEmpty(all)) return choice;
  for (let i = 0; i < length; i++) choice.set(String(i), overlay(all, choice.get(String(i))));
  return choice;
}

function isPart(value: unknown): value is Part {
  return value === true || (typeof value === 'object' && value !== null);
}

const INDEX = /^-?\d+$/;

function indexOf(name: string, length: number): string {
  if (INDEX.test(name)) return String(Number(name) < 0 ? length + Number(name) : Number(name));
  throw ValueError.of(
    'Excluding fields from a sequence of sub-models or dicts must be performed index-wise: ' +
      'expected integer keys or keyword "__all__"',
  );
}

/** Two selections of one part, the second laid over the first: a detailed selection wins over a whole part. */
function overlay(base: Part, over: Part | undefined): Part {
  if (over === undefined) return base;
  if (base === true || over === true) return over;
  const parts = new Map(choiceOf(base));
  for (const [name, part] of choiceOf(over)) {
    const below = parts.get(name);
    parts.set(name, below === undefined ? part : overlay(below, part));
  }
  return Object.fromEntries(parts);
}

function isEmpty(part: Part): boolean {
  return part !== true && choiceOf(part).size === 0;
}

function isList(selection: Selection): selection is readonly (string | number)[] | ReadonlySet<string | number> {
  return Array.isArray(selection) || isSet(selection);
}
