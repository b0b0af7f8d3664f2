import { isBytes, copyValue, jsonText, toJsonValue, Secret, SecretBytes, SecretString } from '../../values/index.js';
import { type CodedFault } from '../fault.js';
import { INVALID, type Invalid } from '../invalid.js';
import { type Kind, perWire } from '../kind.js';

/** Bytes; on the wire their UTF-8 text. They are copied, never shared with the caller. */
export const bytes: Kind<Uint8Array> = perWire(({ reads }) => ({
  name: 'bytes',
  is: isBytes,
  accept: (value) => reads.bytes(value),
  interpret(value, faults) {
    const found = reads.bytes(value);
    return found === INVALID ? faults.add({ code: 'bytes', given: value }) : found;
  },
  toWire: (value, options, place) => toJsonValue(value, options, place),
  text: (value, place) => jsonText(value, place),
  copy: (value: unknown) => copyValue(value) as Uint8Array,
  schema: () => ({ type: 'string', format: 'binary' }),
}));

/** A text that no text shows. @source pydantic, types.py, `SecretStr` */
export const secretString: Kind<SecretString> = perWire(({ reads }) =>
  secret('secretString', 'string', (value) => {
    if (value instanceof SecretString) return value;
    const text = reads.string(value);
    return text === INVALID ? INVALID : new SecretString(text);
  }),
);

/** Bytes that no text shows. @source pydantic, types.py, `SecretBytes` */
export const secretBytes: Kind<SecretBytes> = perWire(({ reads }) =>
  secret('secretBytes', 'bytes', (value) => {
    if (value instanceof SecretBytes) return value;
    const found = reads.bytes(value);
    return found === INVALID ? INVALID : new SecretBytes(found);
  }),
);

function secret<T extends Secret<unknown>>(
  name: string,
  code: 'string' | 'bytes',
  read: (value: unknown) => T | Invalid,
): Kind<T> {
  const fault = (given: unknown): CodedFault => ({ code, given });
  return {
    name,
    is: (value): value is T => value instanceof Secret && read(value) === value,
    accept: (value) => read(value),
    interpret(value, faults) {
      const found = read(value);
      return found === INVALID ? faults.add(fault(value)) : found;
    },
    toWire: (value, options, place) => toJsonValue(value, options, place),
    text: (value, place) => jsonText(value, place),
    copy: (value) => value,
    schema: () => ({ type: 'string', format: 'password', writeOnly: true }),
  };
}
