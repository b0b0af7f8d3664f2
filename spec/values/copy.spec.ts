import { copyValue, SecretString } from '../../src/values/index.js';

describe('copyValue()', () => {
  it('copies containers all the way down', () => {
    const value = { a: [{ b: 1 }], m: new Map([['k', [1]]]), s: new Set([1]), bytes: Uint8Array.of(1) };
    const copy = copyValue(value) as typeof value;
    expect(copy).toEqual(value);
    copy.a[0]!.b = 2;
    copy.m.get('k')!.push(2);
    copy.s.add(2);
    copy.bytes[0] = 9;
    expect(value).toEqual({ a: [{ b: 1 }], m: new Map([['k', [1]]]), s: new Set([1]), bytes: Uint8Array.of(1) });
  });

  it('copies dates, and gaps of a sparse array as items', () => {
    const date = new Date(5);
    const sparse = new Array<unknown>(2);
    sparse[1] = date;
    const copy = copyValue(sparse) as unknown[];
    expect(copy).toEqual([undefined, new Date(5)]);
    expect(copy[1]).not.toBe(date);
  });

  it('shares what does not change', () => {
    const value = { secret: new SecretString('s'), error: new Error('e') };
    const copy = copyValue(value) as typeof value;
    expect(copy.secret).toBe(value.secret);
    expect(copy.error).toBe(value.error);
  });

  it('keeps a circle a circle, and an object that stands twice one object', () => {
    const value: Record<string, unknown> = { shared: {} };
    value.self = value;
    value.again = value.shared;
    const copy = copyValue(value) as typeof value;
    expect(copy).not.toBe(value);
    expect(copy.self).toBe(copy);
    expect(copy.again).toBe(copy.shared);
  });

  it('keeps a key called __proto__ as a key', () => {
    const copy = copyValue(JSON.parse('{"__proto__": {"polluted": true}}')) as object;
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('copies a great depth', () => {
    let value: unknown = 1;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(Array.isArray(copyValue(value))).toBe(true);
  });
});
