import { isBytes } from '../brand.js';
import { copyValue } from '../copy-value.js';
import { jsonText, toJsonValue } from '../json-value.js';
import { INVALID, type Invalid, type Kind } from '../kind.js';
import { scalarText } from '../python-text.js';
import { Secret, SecretBytes, SecretString } from '../secret.js';

/**
 * Bytes; on the wire their UTF-8 text. They are copied, never shared with the caller.
 *
 * @source pydantic 1, validators.py, `bytes_validator`
 */
export const bytes: Kind<Uint8Array> = {
  name: 'bytes',
  is: isBytes,
  accept: (value) => readBytes(value),
  interpret(value, faults) {
    const found = readBytes(value);
    return found === INVALID ? faults.add({ msg: 'byte type expected', type: 'type_error.bytes' }) : found;
  },
  toWire: (value, options, place) => toJsonValue(value, options, place),
  text: (value, place) => jsonText(value, place),
  copy: (value: unknown) => copyValue(value) as Uint8Array,
  schema: () => ({ type: 'string', format: 'binary' }),
};

function readBytes(value: unknown): Uint8Array | Invalid {
  if (isBytes(value)) return Uint8Array.from(value);
  const text = scalarText(value);
  return text === undefined ? INVALID : new TextEncoder().encode(text);
}

/** A text that no text shows. @source pydantic 1, types.py, `SecretStr` */
export const secretString: Kind<SecretString> = secret(
  'secretString',
  'str type expected',
  'type_error.str',
  (value) => {
    if (value instanceof SecretString) return value;
    const text = scalarText(value);
    return text === undefined ? INVALID : new SecretString(text);
  },
);

/** Bytes that no text shows. @source pydantic 1, types.py, `SecretBytes` */
export const secretBytes: Kind<SecretBytes> = secret(
  'secretBytes',
  'byte type expected',
  'type_error.bytes',
  (value) => {
    if (value instanceof SecretBytes) return value;
    const found = readBytes(value);
    return found === INVALID ? INVALID : new SecretBytes(found);
  },
);

function secret<T extends Secret<unknown>>(
  name: string,
  msg: string,
  type: string,
  read: (value: unknown) => T | Invalid,
): Kind<T> {
  return {
    name,
    is: (value): value is T => value instanceof Secret && read(value) === value,
    accept: (value) => read(value),
    interpret(value, faults) {
      const found = read(value);
      return found === INVALID ? faults.add({ msg, type }) : found;
    },
    toWire: (value, options, place) => toJsonValue(value, options, place),
    text: (value, place) => jsonText(value, place),
    copy: (value) => value,
    schema: () => ({ type: 'string', format: 'password', writeOnly: true }),
  };
}
