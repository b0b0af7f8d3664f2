import { inspect } from 'node:util';

import { SecretBytes, SecretString } from '../../src/values/index.js';

const MASK = '**********';

describe.each([
  ['SecretString', new SecretString('s3cr3t'), `SecretString('${MASK}')`],
  ['SecretBytes', new SecretBytes(Buffer.from('s3cr3t')), `SecretBytes(b'${MASK}')`],
])('%s', (name, secret, repr) => {
  it('is masked in every text', () => {
    expect(String(secret)).toBe(MASK);
    expect(`shown: ${secret as unknown as string}`).toBe(`shown: ${MASK}`);
    expect(secret + '').toBe(MASK);
    expect(JSON.stringify({ secret })).toBe(`{"secret":"${MASK}"}`);
    expect(inspect(secret)).toBe(repr);
    expect(inspect({ deep: [secret] }, { depth: null })).toContain(repr);
    expect(secret.repr()).toBe(repr);
  });

  it('is out of reach but for getSecretValue()', () => {
    expect(Object.keys(secret)).toEqual([]);
    expect(inspect(secret, { customInspect: false, showHidden: true, depth: null })).not.toContain('s3cr3t');
    expect(JSON.stringify({ ...secret })).toBe('{}');
    expect(structuredClone({ secret })).toEqual({ secret: {} });
    expect(Buffer.from(secret.getSecretValue()).toString()).toBe('s3cr3t');
  });

  it('shows its class as a tag', () => {
    expect(Object.prototype.toString.call(secret)).toBe(`[object ${name}]`);
  });
});

describe('SecretString.equals()', () => {
  it('compares the values', () => {
    expect(new SecretString('a').equals(new SecretString('a'))).toBe(true);
    expect(new SecretString('a').equals(new SecretString('b'))).toBe(false);
    expect(new SecretString('a').equals('a')).toBe(false);
  });
});

describe('SecretBytes', () => {
  it('copies the bytes, so that the caller may wipe its own', () => {
    const bytes = Buffer.from('abc');
    const secret = new SecretBytes(bytes);
    bytes.fill(0);
    expect(Buffer.from(secret.getSecretValue()).toString()).toBe('abc');
  });
});

describe('an empty secret', () => {
  it.each([new SecretString(''), new SecretBytes(new Uint8Array())])('has nothing to mask', (secret) => {
    expect(String(secret)).toBe('');
    expect(JSON.stringify(secret)).toBe('""');
    expect(secret.reveal()).toBeNull();
  });
});
