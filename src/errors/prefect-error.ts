/**
 * Marks a class so that `instanceof` holds across copies of this package and across realms.
 *
 * Jest gives every test file its own module registry, and a bundler may keep two copies of a package; an error that was
 * thrown by one copy must still be caught by the other. A class derived by a user keeps the ordinary meaning.
 *
 * @internal
 */
export function branded(cls: { readonly prototype: object }, name: string): void {
  const brand = Symbol.for(`prefect-states.${name}`);
  Object.defineProperty(cls.prototype, brand, { value: true });
  Object.defineProperty(cls, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this !== cls) return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
      return typeof value === 'object' && value !== null && brand in value;
    },
  });
}

/** The parent of every error that this package throws. */
export abstract class PrefectError extends Error {
  /** What happened, for programs: it stays as it is when the message gets better words. */
  abstract readonly code: string;

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
branded(PrefectError, 'PrefectError');

/**
 * Thrown where the reference raises Python's `ValueError` by hand; its text is the reference's.
 */
export class ValueError extends PrefectError {
  readonly code = 'PREFECT_STATES_VALUE';

  /** @internal */
  static of(message: string): ValueError {
    return new ValueError(message);
  }
}
branded(ValueError, 'ValueError');
