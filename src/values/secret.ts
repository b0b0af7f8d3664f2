import { branded } from '../errors/index.js';
import { decodeUtf8, encodeUtf8 } from '../text/index.js';
import { equalBytes } from './brand.js';
import { SAME } from './equality.js';
import { pythonBytes, pythonString } from './python.js';

/** By this method `util.inspect` and `console.log` ask an object for its text. Not from node:util, whose types a user may lack. @internal */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const MASK = '**********';

/**
 * A value that no text shows: `JSON.stringify`, `String()`, template text, `util.inspect` and `console.log` give
 * `**********`, also where it stands inside a state's `data`. Only {@link Secret.getSecretValue} reveals it, and
 * `json({ includeSecrets: true })`.
 */
export abstract class Secret<T> {
  // private: neither inspect, spread, structuredClone nor Object.keys reaches it
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. */
  getSecretValue(): T {
    return this.#value;
  }

  /** `**********`, or the empty text for an empty secret. */
  toString(): string {
    return this.isEmpty() ? '' : MASK;
  }

  /** What `JSON.stringify` writes: the same as {@link Secret.toString}. */
  toJSON(): string {
    return this.toString();
  }

  [Symbol.toPrimitive](): string {
    return this.toString();
  }

  /** @internal */
  [INSPECT](): string {
    return this.repr();
  }

  get [Symbol.toStringTag](): string {
    return this.constructor.name;
  }

  /** @internal */
  [SAME](other: unknown): boolean {
    return this.equals(other);
  }

  /** The class and the mask, as `repr()` of a state shows it. */
  abstract repr(): string;

  /** Whether both hold the same value. Not constant-time: not for comparing passwords. */
  abstract equals(other: unknown): boolean;

  /** The value as text, or null when it is empty. @throws TypeError for bytes that are not UTF-8 */
  abstract reveal(): string | null;

  /** Whether there is nothing to hide. */
  protected abstract isEmpty(): boolean;
}
branded(Secret, 'Secret');

/**
 * A text that no text shows.
 *
 * @source pydantic 1, types.py, `SecretStr`
 * @example
 * ```ts
 * String(new SecretString('s3cr3t')) //=> '**********'
 * new SecretString('s3cr3t').getSecretValue() //=> 's3cr3t'
 * ```
 */
export class SecretString extends Secret<string> {
  repr(): string {
    return `SecretString(${pythonString(this.toString())})`;
  }

  equals(other: unknown): boolean {
    return other instanceof SecretString && other.getSecretValue() === this.getSecretValue();
  }

  reveal(): string | null {
    return this.getSecretValue() || null;
  }

  protected isEmpty(): boolean {
    return this.getSecretValue() === '';
  }
}
branded(SecretString, 'SecretString');

/**
 * Bytes that no text shows. The bytes are copied, so that the caller may wipe its own.
 *
 * @source pydantic 1, types.py, `SecretBytes`
 */
export class SecretBytes extends Secret<Uint8Array> {
  constructor(value: Uint8Array) {
    super(Uint8Array.from(value));
  }

  repr(): string {
    return `SecretBytes(${pythonBytes(encodeUtf8(this.toString()))})`;
  }

  equals(other: unknown): boolean {
    return other instanceof SecretBytes && equalBytes(other.getSecretValue(), this.getSecretValue());
  }

  reveal(): string | null {
    if (this.isEmpty()) return null;
    const text = decodeUtf8(this.getSecretValue());
    if (text === null) throw new TypeError('The bytes are no UTF-8 text');
    return text;
  }

  protected isEmpty(): boolean {
    return this.getSecretValue().length === 0;
  }
}
branded(SecretBytes, 'SecretBytes');
