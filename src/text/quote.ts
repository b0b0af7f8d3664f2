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
