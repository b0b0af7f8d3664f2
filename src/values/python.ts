/*
 * Values as Python writes them. The reference shows values to people (`repr`, messages of errors) and turns numbers into
 * text in fields that hold text; both must read the same here.
 */
import { formatDateTime, isDateTime, isLuxon } from '../time/index.js';
import { type Brand, brandOf, isError, isPlain, lookAt } from './brand.js';

/** Deeper than the reference's recursion limit lets it write; keeps a hostile value from exhausting the stack. */
const MAX_DEPTH = 1000;

// what Python does not print, but for the blank: control, format, unassigned, private, surrogates, separators
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * Quotes a text: single quotes, unless it holds one and no double quote.
 *
 * @source Python, `str.__repr__`
 */
export function pythonString(text: string): string {
  return quoted(text, UNPRINTABLE);
}

/** Quotes bytes. @source Python, `bytes.__repr__` */
export function pythonBytes(bytes: Uint8Array): string {
  return `b${quoted(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), /[^ -~]/g)}`;
}

function quoted(text: string, unprintable: RegExp): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return quote + escaped.replace(unprintable, escapeCharacter) + quote;
}

function escapeCharacter(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/**
 * Writes a number; `1.0` is `1`, because JavaScript cannot tell them apart.
 *
 * @source Python, `int.__repr__`, `float.__repr__`: an exponent below 1e-4 and from 1e16 on, of two digits at least
 */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return '0';
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 16) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/**
 * The text of what Python's `str()` takes where a text is expected: a text, a number, a boolean. Undefined for all else.
 *
 * @source pydantic 1, validators.py, `str_validator`, `bytes_validator`
 */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return undefined;
}

/** What is shown of a value that cannot be looked at. */
const UNSHOWN = '<unprintable>';

/** The name that Python's `type(value).__name__` would give; `object` for what cannot be looked at. */
export function pythonTypeName(value: unknown): string {
  return lookAt(() => typeName(value), 'object');
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'int';
    case 'object':
      return objectTypeName(value);
    default:
      return typeof value;
  }
}

function objectTypeName(value: object): string {
  if (isError(value)) return errorName(value);
  const brand = brandOf(value);
  return (brand && TYPE_NAMES[brand]) ?? className(value);
}

const TYPE_NAMES: Readonly<Partial<Record<Brand, string>>> = {
  array: 'list',
  bytes: 'bytes',
  map: 'dict',
  plain: 'dict',
  set: 'set',
};

function className(value: object): string {
  const name = lookAt<unknown>(() => value.constructor.name, null);
  return typeof name === 'string' ? name : 'object';
}

/** The name of an error; its class's, where it is no text. */
export function errorName(error: Error): string {
  const name = lookAt<unknown>(() => error.name, null);
  return typeof name === 'string' ? name : className(error);
}

/** The message of an error; what is no text is shown as Python would. */
export function errorMessage(error: Error): string {
  return lookAt(() => (typeof error.message === 'string' ? error.message : pythonRepr(error.message)), UNSHOWN);
}

/** The text of any value: its own, unless it has none. */
export function textOf(value: unknown): string {
  return lookAt(() => String(value), null) ?? pythonRepr(value);
}

/** Writes any value as Python's `repr` would. Models and secrets bring their own `repr()`; other objects show no content. */
export function pythonRepr(value: unknown): string {
  return represent(value, []);
}

/** A text as it is, any other value as {@link pythonRepr} writes it. @source Python, `str()` of what JSON holds */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

function represent(value: unknown, parents: readonly object[]): string {
  switch (typeof value) {
    case 'string':
      return pythonString(value);
    case 'number':
      return pythonNumber(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'undefined':
      return 'None';
    case 'object':
      return value === null ? 'None' : lookAt(() => representObject(value, parents), UNSHOWN);
    case 'function':
      return lookAt(() => `<function ${value.name}>`, UNSHOWN);
    default:
      return String(value);
  }
}

function representObject(value: object, parents: readonly object[]): string {
  if (representsItself(value)) return representOnce(value);
  if (isDateTime(value)) return `DateTime(${pythonString(formatDateTime(value))})`;
  if (isLuxon(value)) return `DateTime(${value.isValid ? pythonString(String(value)) : 'invalid'})`;
  const brand = brandOf(value);
  if (brand === 'date') return `Date(${dateText(value as Date)})`;
  if (brand === 'bytes') return pythonBytes(value as Uint8Array);
  if (brand === 'error') return `${errorName(value as Error)}(${representMessage(value as Error, parents)})`;
  const brackets = bracketsOf(value, brand);
  if (brackets === null) return `<${className(value)} object>`;
  if (parents.includes(value) || parents.length >= MAX_DEPTH) return `${brackets[0]}...${brackets[1]}`;
  return brackets[0] + representItems(value, brand, [...parents, value]).join(', ') + brackets[1];
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'invalid' : pythonString(date.toISOString());
}

function representMessage(error: Error, parents: readonly object[]): string {
  if (parents.includes(error) || parents.length >= MAX_DEPTH) return '...';
  return lookAt(() => (error.message === '' ? '' : represent(error.message, [...parents, error])), UNSHOWN);
}

// models that are being shown: one may stand inside itself, where the list of parents does not reach
const shown = new Set<object>();
const MAX_SHOWN = 50;

function representOnce(value: { repr(): string }): string {
  if (shown.has(value) || shown.size >= MAX_SHOWN) return '...';
  shown.add(value);
  try {
    return textOf(value.repr());
  } finally {
    shown.delete(value);
  }
}

function representsItself(value: object): value is { repr(): string } {
  return 'repr' in value && typeof value.repr === 'function' && !isPlain(value);
}

function bracketsOf(value: object, brand: Brand | null): readonly [string, string] | null {
  if (brand === 'array') return ['[', ']'];
  if (brand === 'set') return (value as Set<unknown>).size === 0 ? ['set(', ')'] : ['{', '}'];
  return brand === 'plain' || brand === 'map' ? ['{', '}'] : null;
}

function representItems(value: object, brand: Brand | null, parents: readonly object[]): string[] {
  // from: a gap of a sparse array is an item too
  if (brand === 'array' || brand === 'set')
    return Array.from(value as Iterable<unknown>, (item) => represent(item, parents));
  const entries = brand === 'map' ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  return entries.map(([key, item]) => `${represent(key, parents)}: ${represent(item, parents)}`);
}

/** JavaScript's blanks without the byte order mark, with the next line; not the separators of ASCII, unlike `str.strip`. */
function isBlank(character: string): boolean {
  return (character !== '\ufeff' && /\s/.test(character)) || character === '\x85';
}

/** Without the blanks at both ends of a number. @source Python, `int()`, `float()` */
export function pythonTrim(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text[from]!)) from += 1;
  while (to > from && isBlank(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
}
