import { types } from 'node:util';

import { PrefectBaseModel, SerializationError } from '../index.js';
import { hasOwnJson, isStackOverflow } from '../inner.js';

/**
 * The JSON text of a value, in which every model, wherever it stands, is the text that it writes of itself.
 * `JSON.stringify` would have each make an object first, and walk that. A class with a `toJSON` of its own is asked for it.
 *
 * @returns undefined for what JSON leaves out, as `JSON.stringify` does
 * @throws {@link SerializationError} for what JSON cannot hold, with its place below `answer`
 */
export function jsonTextOf(value: unknown): string | undefined {
  const walk = { path: ['answer'], parents: new Set<object>() };
  try {
    return textOf(value, '', walk);
  } catch (error) {
    if (isStackOverflow(error)) throw SerializationError.tooDeep('answer', error);
    throw error;
  }
}

interface Walk {
  readonly path: string[];
  readonly parents: Set<object>;
}

/** @param name - where the value stands in what holds it, for a `toJSON` that asks */
function textOf(value: unknown, name: string, walk: Walk): string | undefined {
  if (value instanceof PrefectBaseModel && !hasOwnJson(value)) return value.json();
  const written = saysItself(value) ? value.toJSON(name) : value;
  if (typeof written === 'bigint') throw SerializationError.notJson(walk.path.join(''), 'a bigint');
  if (typeof written !== 'object' || written === null || types.isBoxedPrimitive(written))
    return JSON.stringify(written);
  if (walk.parents.has(written)) throw SerializationError.circular(walk.path.join(''));
  walk.parents.add(written);
  const text = Array.isArray(written) ? listText(written, walk) : objectText(written, walk);
  walk.parents.delete(written);
  return text;
}

function listText(list: readonly unknown[], walk: Walk): string {
  // from, not map: a gap is an item too
  const items = Array.from(list, (item, i) => partText(item, String(i), `[${i}]`, walk) ?? 'null');
  return `[${items.join(',')}]`;
}

function objectText(value: object, walk: Walk): string {
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const text = partText(item, name, `.${name}`, walk);
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

function partText(item: unknown, name: string, step: string, walk: Walk): string | undefined {
  walk.path.push(step);
  const text = textOf(item, name, walk);
  walk.path.pop();
  return text;
}

/** What `JSON.stringify` asks first. */
function saysItself(value: unknown): value is { toJSON(name: string): unknown } {
  return value !== null && value !== undefined && typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
