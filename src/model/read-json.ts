import { type Issue, ROOT } from '../errors/index.js';
import { describeJsonFault, findJsonFault } from './json-fault.js';

/** What came of a text: its value, or why it has none. */
export type JsonReading = { readonly value: unknown; readonly issue?: never } | { readonly issue: Issue };

/**
 * Reads JSON text, or its UTF-8 bytes. A key that comes twice holds its last value.
 *
 * The issue tells the place, never the text: it may hold a secret.
 */
export function readJson(input: string | Uint8Array): JsonReading {
  const text = typeof input === 'string' ? input : decode(input);
  if (text === null) {
    return { issue: { loc: [ROOT], msg: 'the text is not valid UTF-8', type: 'value_error.unicodedecode' } };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const fault = findJsonFault(text);
    const msg = describeJsonFault(fault);
    return { issue: { loc: [ROOT], msg, type: 'value_error.jsondecode', ctx: { ...fault } } };
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    // a byte order mark stays, and is no JSON
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
