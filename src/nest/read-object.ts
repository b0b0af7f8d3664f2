import { type Issue } from '../index.js';

/** What is said of a body that is none. @internal */
export const NOT_DICT: Issue = { loc: [], msg: 'value is not a valid dict', type: 'type_error.dict' };

/**
 * The object that a body is, or that the reference makes of it: of an empty text or list, an object without fields; of a
 * list of names with values, one that has these.
 *
 * @returns null when there is none
 * @source pydantic 1, main.py, `BaseModel.validate`, which asks Python's `dict()`
 * @internal
 */
export function readObject(value: unknown): object | null {
  if (value === '') return {};
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return value;
  return value.every(isEntry) ? Object.fromEntries(value) : null;
}

function isEntry(item: unknown): item is [string, unknown] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';
}
