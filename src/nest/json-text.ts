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
  const walk = { path: [], parents: new Set<object>() };
  try {
    return textOf(value, '', walk);
  } catch (error) {
    if (isStackOverflow(error)) throw SerializationError.tooDeep('answer', error);
    throw error;
  }
}

interface Walk {
  /** The names and indexes that lead to the value. */
  readonly path: (string | number)[];
  readonly parents: Set<object>;
}

/** Where the walk is; asked only when something is wrong there. */
function placeIn({ path }: Walk): string {
  return ['answer', ...path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))].join('');
}

/** @param name - where the value stands in what holds it, for a `toJSON` that asks */
function textOf(value: unknown, name: string | number, walk: Walk): string | undefined {
  if (value instanceof PrefectBaseModel && !hasOwnJson(value)) return value.json();
  const written = saysItself(value) ? value.toJSON(String(name)) : value;
  if (typeof written === 'bigint') throw SerializationError.notJson(placeIn(walk), 'a bigint');
  if (typeof written !== 'object' || written === null || types.isBoxedPrimitive(written))
    return JSON.stringify(written);
  if (walk.parents.has(written)) throw SerializationError.circular(placeIn(walk));
  walk.parents.add(written);
  const text = Array.isArray(written) ? listText(written, walk) : objectText(written, walk);
  walk.parents.delete(written);
  return text;
}

function listText(list: readonly unknown[], walk: Walk): string {
  let text = '';
  // by index: a gap is an item too
  for (let i = 0; i < list.length; i += 1) text += `${i === 0 ? '' : ','}${partText(list[i], i, walk) ?? 'null'}`;
  return `[${text}]`;
}

function objectText(value: object, walk: Walk): string {
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const text = partText(item, name, walk);
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

function partText(item: unknown, name: string | number, walk: Walk): string | undefined {
  walk.path.push(name);
  const text = textOf(item, name, walk);
  walk.path.pop();
  return text;
}

/** What `JSON.stringify` asks first. */
function saysItself(value: unknown): value is { toJSON(name: string): unknown } {
  return value !== null && value !== undefined && typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
