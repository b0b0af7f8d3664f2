import { INVALID, type Invalid } from '../invalid.js';
import { jsonText, type JsonValue, toJsonValue } from '../../values/index.js';
import { type CodedFault } from '../fault.js';
import { type Faults, type JsonSchema, type Inline, inlined, type Kind, type SchemaRefs } from '../kind.js';
import { scalar as inlineScalar } from './inline.js';

/** What differs between scalars; the rest of a kind follows from it. */
interface Scalar<T extends string | number | boolean> {
  readonly name: string;
  readonly is: (value: unknown) => value is T;
  /** Reads the forms beside the canonical one. */
  readonly read: (value: unknown) => T | Invalid;
  /** What is said of a value that is neither. */
  readonly fault: (given: unknown) => CodedFault;
  /** A rule for a value of the right type, such as a bound. */
  readonly rule?: ((value: T) => CodedFault | null) | undefined;
  readonly schema: JsonSchema | ((refs: SchemaRefs) => JsonSchema);
  /** Whether the JSON text of every value is the value between quotes. */
  readonly quoted?: boolean;
  /** How generated code tests a value and writes it; left out, it calls the test that the kind has. */
  readonly inline?: Inline;
}

/** Makes the kind of values that memory and JSON hold alike. */
export function scalar<T extends string | number | boolean>(definition: Scalar<T>): Kind<T> {
  const { name, is, read, fault, rule, schema, quoted = false, inline } = definition;
  const holds = (value: unknown): value is T => is(value) && (rule === undefined || rule(value) === null);
  const kind: Kind<T> = {
    name,
    is: holds,
    accept: (value) => (holds(value) ? value : INVALID),
    interpret(value, faults: Faults) {
      const found = is(value) ? value : read(value);
      if (found === INVALID) return faults.add(fault(value));
      const broken = rule?.(found) ?? null;
      return broken === null ? found : faults.add(broken);
    },
    toWire: (value: unknown, options, place): JsonValue =>
      is(value) ? finite(value) : toJsonValue(value, options, place),
    text: (value: unknown, place) => (quoted && is(value) ? `"${value}"` : jsonText(value, place)),
    copy: (value) => value,
    schema: (refs) => (typeof schema === 'function' ? schema(refs) : schema),
  };
  // an expression of the definition knows nothing of a rule
  return inlined(kind, { ...inlineScalar(name, holds, quoted), ...(rule === undefined ? inline : {}) });
}

function finite(value: string | number | boolean): JsonValue {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
