/* JSON text, and the bytes that it is sent as. */
import { findJsonFault, type JsonFault } from './json-fault.js';

/**
 * Reads JSON text.
 *
 * @returns its value; or the first place where it is not JSON, or where a number is beyond what a double holds, which
 * `JSON.parse` would make Infinity in silence
 */
export function parseJsonText(text: string): { readonly value: unknown } | { readonly fault: JsonFault } {
  try {
    const value: unknown = JSON.parse(text);
    if (!holdsInfinity(value)) return { value };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SyntaxError') throw error;
  }
  return { fault: findJsonFault(text) };
}

/** Whether a number in what `JSON.parse` made is beyond a double. A list instead of recursion: depth costs nothing to send. */
function holdsInfinity(value: unknown): boolean {
  const open: object[] = [[value]];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (Array.isArray(each)) {
      for (const item of each as readonly unknown[]) {
        if (typeof item === 'number' && !Number.isFinite(item)) return true;
        if (typeof item === 'object' && item !== null) open.push(item);
      }
    } else {
      // by the keys: a list of the values would be made for each object. What JSON.parse made has no keys but its own
      for (const key in each) {
        const item = (each as Record<string, unknown>)[key];
        if (typeof item === 'number' && !Number.isFinite(item)) return true;
        if (typeof item === 'object' && item !== null) open.push(item);
      }
    }
  }
  return false;
}

const LONG = 48;

// characters that JSON writes as they are; surrogates are not among them, since a lone one is escaped
const PLAIN = new Uint8Array(0x10000).fill(1, 0x20, 0xd800).fill(1, 0xe000);
PLAIN['"'.charCodeAt(0)] = 0;
PLAIN['\\'.charCodeAt(0)] = 0;

/**
 * Writes a text as `JSON.stringify` does. A short one without anything to escape, as nearly all are, costs less than the
 * call.
 *
 * @internal
 */
export function quote(text: string): string {
  if (text.length > LONG) return JSON.stringify(text);
  for (let i = 0; i < text.length; i++) if (PLAIN[text.charCodeAt(i)] === 0) return JSON.stringify(text);
  return `"${text}"`;
}

const encoder = new TextEncoder();
// a byte order mark is a character of the text
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text; half of a surrogate pair becomes U+FFFD, as nothing else can stand for it. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, with a byte order mark where they begin with one; null for bytes that are no text. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
