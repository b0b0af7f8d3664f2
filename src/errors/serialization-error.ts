import { branded, PrefectError } from './prefect-error.js';

/** Thrown when a value is to be written that the wire cannot hold. The value itself is never quoted. */
export class SerializationError extends PrefectError {
  readonly code = 'PREFECT_STATES_SERIALIZATION';
  /** Where the value stands, such as `data.items[3]`. */
  readonly place: string;
  /** What is wrong with it. */
  readonly fault: string;

  /**
   * @param place - where the value stands
   * @param fault - what is wrong with it
   */
  constructor(place: string, fault: string, options?: ErrorOptions) {
    super(`${place}: ${fault}`, options);
    this.place = place;
    this.fault = fault;
  }

  /** @internal */
  static notJson(place: string, what: string): SerializationError {
    return new SerializationError(place, `${what} cannot be written as JSON`);
  }

  /** @internal */
  static unwritable(place: string, fault: string): SerializationError {
    return new SerializationError(place, fault);
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

  /** The same fault, found in a part of a larger value: one step of a long way down says nothing of the others. @internal */
  static inside(place: string, error: SerializationError): SerializationError {
    return error.cause === undefined ? new SerializationError(`${place}.${error.place}`, error.fault) : error;
  }

  /** @internal */
  static notText(place: string): SerializationError {
    return new SerializationError(place, 'bytes that are not UTF-8 cannot be written as JSON');
  }
}
branded(SerializationError, 'SerializationError');
