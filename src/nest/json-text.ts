import { PrefectBaseModel } from '../index.js';

/**
 * The JSON text of a value, in which every model, wherever it stands, is the text that it writes of itself.
 * `JSON.stringify` would have each make an object first, and walk that.
 *
 * @returns undefined for what JSON leaves out, as `JSON.stringify` does
 */
export function jsonTextOf(value: unknown): string | undefined {
  if (value instanceof PrefectBaseModel) return value.json();
  if (Array.isArray(value)) return `[${value.map((item) => jsonTextOf(item) ?? 'null').join(',')}]`;
  return isPlain(value) ? objectText(value) : JSON.stringify(value);
}

function objectText(value: object): string {
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const text = jsonTextOf(item);
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** An object that says of itself how it is written is not plain; nor is one of a class. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
