import { branded, PrefectError } from './prefect-error.js';

/** Thrown when a value is to be written that JSON cannot hold. The value itself is never quoted. */
export class SerializationError extends PrefectError {
  /** Where the value stands, such as `data.items[3]`. */
  readonly place: string;

  /**
   * @param place - where the value stands
   * @param fault - what is wrong with it
   */
  constructor(place: string, fault: string, options?: ErrorOptions) {
    super(`${place}: ${fault}`, options);
    this.place = place;
  }

  /** @internal */
  static notJson(place: string, what: string): SerializationError {
    return new SerializationError(place, `${what} cannot be written as JSON`);
  }

  /** @internal */
  static circular(place: string): SerializationError {
    return new SerializationError(place, 'a circular reference cannot be written as JSON');
  }

  /** @internal */
  static tooDeep(place: string, cause: unknown): SerializationError {
    return new SerializationError(place, 'nested too deep to be written as JSON', { cause });
  }

  /** @internal */
  static endless(place: string, cause: unknown): SerializationError {
    return new SerializationError(place, 'circular, or nested too deep to be written', { cause });
  }

  /** @internal */
  static notText(place: string): SerializationError {
    return new SerializationError(place, 'bytes that are not UTF-8 cannot be written as JSON');
  }
}
branded(SerializationError, 'SerializationError');
