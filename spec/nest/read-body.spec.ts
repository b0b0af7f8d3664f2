import { readBody } from '../../src/nest/pipes.js';
import { BODY, RequestPart } from '../../src/nest/request-part.js';

describe('readBody()', () => {
  const read = (...bytes: readonly number[]): unknown => readBody(Uint8Array.from(bytes), () => new RequestPart(BODY));
  const MARK = [0xef, 0xbb, 0xbf];

  it('leaves out a byte order mark, also after bytes that are no text', () => {
    for (let i = 0; i < 2; i += 1) {
      expect(read(...MARK, 0x7b, 0x7d)).toEqual({});
      expect(() => read(...MARK, 0xff)).toThrow('There was an error parsing the body');
    }
  });

  it('leaves out one mark, no more', () => {
    expect(() => read(...MARK, ...MARK, 0x7b, 0x7d)).toThrow();
  });
});
