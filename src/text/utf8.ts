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
