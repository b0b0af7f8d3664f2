import { decodeUtf8, encodeUtf8 } from '../../src/text/index.js';

describe('UTF-8', () => {
  it('goes there and back, with a byte order mark and the last code point', () => {
    const text = '\ufeffäß€\u{10ffff}\u0000';
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it('is null for what is no text: a cut character, a surrogate, a byte that begins nothing', () => {
    for (const bytes of [[0xe2, 0x82], [0xed, 0xa0, 0x80], [0xff]])
      expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
    expect(decodeUtf8(Uint8Array.of(0x61))).toBe('a');
  });

  it('holds no half of a surrogate pair', () => {
    expect(decodeUtf8(encodeUtf8('\ud800'))).toBe('\ufffd');
  });
});
