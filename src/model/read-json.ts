import { type CodedFault } from '../fields/index.js';
import { isBytes } from '../values/index.js';
import { decodeUtf8, describeJsonFault, parseJsonText } from '../text/index.js';

/** What came of a text: its value, or why it has none. */
export type JsonReading =
  { readonly value: unknown; readonly fault?: never } | { readonly fault: CodedFault; readonly value?: never };

/**
 * Reads JSON text, or its UTF-8 bytes. Of a key that occurs twice, the last value counts.
 *
 * The fault tells the place, never the text: it may hold a secret.
 */
export function readJson(input: unknown): JsonReading {
  if (typeof input !== 'string' && !isBytes(input)) return { fault: { code: 'jsonInput', given: input } };
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  if (text === null) return { fault: { code: 'utf8' } };
  const read = parseJsonText(text);
  if ('value' in read) return read;
  return { fault: { code: 'json', fault: read.fault, msg: describeJsonFault(read.fault) } };
}
