import { type Issue, ROOT } from '../errors/index.js';
import { isBytes, pythonTypeName } from '../fields/index.js';
import { describeJsonFault, parseJsonText } from './json-fault.js';

/** What came of a text: its value, or why it has none. */
export type JsonReading = { readonly value: unknown; readonly issue?: never } | { readonly issue: Issue };

/**
 * Reads JSON text, or its UTF-8 bytes. A key that comes twice holds its last value.
 *
 * The issue tells the place, never the text: it may hold a secret.
 */
export function readJson(input: unknown): JsonReading {
  if (typeof input !== 'string' && !isBytes(input)) {
    const msg = `the JSON object must be str, bytes or bytearray, not ${pythonTypeName(input)}`;
    return { issue: { loc: [ROOT], msg, type: 'type_error' } };
  }
  const text = typeof input === 'string' ? input : decode(input);
  if (text === null) {
    return { issue: { loc: [ROOT], msg: 'the text is not valid UTF-8', type: 'value_error.unicodedecode' } };
  }
  const read = parseJsonText(text);
  if ('value' in read) return read;
  const issue = {
    loc: [ROOT],
    msg: describeJsonFault(read.fault),
    type: 'value_error.jsondecode',
    ctx: { ...read.fault },
  };
  return { issue };
}

function decode(bytes: Uint8Array): string | null {
  try {
    // a byte order mark stays, and is no JSON
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
