import fc from 'fast-check';

import { quote } from '../../src/text/quote.js';

describe('quote()', () => {
  it('writes each sign as JSON.stringify does', () => {
    for (let code = 0; code < 0x10000; code++) {
      const text = `a${String.fromCharCode(code)}b`;
      if (quote(text) !== JSON.stringify(text)) throw new Error(`U+${code.toString(16)}`);
    }
  });

  it('writes any text as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => quote(text) === JSON.stringify(text)),
    );
  });
});
