import { ValueError } from '../errors/index.js';

/**
 * Which parts of a model are written: a list of names, or an object of names to `true` (the whole part) or to a selection
 * inside it. In a list the names are indexes (from the end when negative), and `__all__` stands for every item.
 */
export type Selection = readonly (string | number)[] | { readonly [name: string | number]: true | Selection };

/** A selection as one lookup. */
export type Choice = ReadonlyMap<string, true | Selection>;

const ALL = '__all__';

/** Whether a part is chosen: asked for, and not left out whole. */
export function isChosen(include: Choice | undefined, exclude: Choice | undefined, name: string): boolean {
  return include?.has(name) !== false && exclude?.get(name) !== true;
}

/** The selection inside a part; undefined when all of it is meant. */
export function partOf(choice: Choice | undefined, name: string): Selection | undefined {
  const part = choice?.get(name);
  return part === true ? undefined : part;
}

/** Reads a selection by names. */
export function choiceOf(selection: Selection): Choice {
  if (isList(selection)) return new Map(selection.map((name) => [String(name), true]));
  return new Map(Object.entries(selection));
}

/**
 * Reads a selection that is laid on a list of `length` items.
 *
 * @throws {@link ValueError} for a name that is no index
 * @source pydantic 1, utils.py, `ValueItems._normalize_indexes`
 */
export function indexChoiceOf(selection: Selection, length: number): Choice {
  const choice = new Map<string, true | Selection>();
  const named = choiceOf(selection);
  const all = named.get(ALL);
  for (const [name, part] of named) {
    if (name === ALL) continue;
    if (!/^-?\d+$/.test(name)) {
      throw ValueError.of(
        'Excluding fields from a sequence of sub-models or dicts must be performed index-wise: ' +
          'expected integer keys or keyword "__all__"',
      );
    }
    const index = Number(name);
    choice.set(String(index < 0 ? length + index : index), part);
  }
  if (all !== undefined) for (let i = 0; i < length; i++) choice.set(String(i), union(choice.get(String(i)), all));
  return choice;
}

function union(left: true | Selection | undefined, right: true | Selection): true | Selection {
  if (left === undefined) return right;
  if (left === true || right === true) return true;
  const merged = new Map(choiceOf(left));
  for (const [name, part] of choiceOf(right)) merged.set(name, union(merged.get(name), part));
  return Object.fromEntries(merged);
}

function isList(selection: Selection): selection is readonly (string | number)[] {
  return Array.isArray(selection);
}
