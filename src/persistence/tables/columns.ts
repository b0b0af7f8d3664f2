/*
 * How values are kept in Prefect's tables. To TypeORM an instant is a text with a transformer: its own date types go through
 * `Date` and cut the microseconds. The migrations say the real types of the columns.
 */
import { type DateTime } from 'luxon';
import { type ColumnOptions, type ValueTransformer } from 'typeorm';

import {
  formatDateTime,
  microsecondsBetween,
  parseDateTime,
  type PrefectBaseModel,
  type SafeParseResult,
  SerializationError,
  StateDetails,
  toUtcDateTime,
  ValueError,
} from '../../index.js';
import { withoutRoot } from '../../inner.js';
import * as v3 from '../../v3/index.js';

/** A UUID as canonical text. TypeORM gives a foreign key the type of the id that it refers to. */
export function uuidColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'uuid', name, ...options };
}

/** A text. */
export function textColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', name, ...options };
}

/** An instant, exact to the microsecond; it is read in UTC. */
export function timestampColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  const transformer: ValueTransformer = {
    to: (value: DateTime | null | undefined) => (value == null ? value : toTimestamp(value, name)),
    from: readInstant,
  };
  return { type: 'varchar', name, transformer, ...options };
}

function readInstant(text: string | null): DateTime | null {
  return text === null ? null : parseDateTime(text);
}

/** Whether a column holds instants. */
export function isTimestamp({ transformer }: ColumnOptions): boolean {
  return (transformer as ValueTransformer | undefined)?.from === readInstant;
}

/** Any JSON; null is the database's null, not JSON's. */
export function jsonColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'json', name, ...options };
}

interface WireWriter {
  dict(options: { readonly jsonCompatible: boolean }): object;
}

/** A model, as its wire object. @param from - reads it */
function modelColumn(name: string, from: (value: unknown) => WireWriter): ColumnOptions {
  const transformer: ValueTransformer = { to: (value: unknown) => toPlain(value, name), from };
  return { type: 'json', name, transformer };
}

/** What is used of the class of a run's policy. */
interface PolicyClass {
  parse(value: unknown): PrefectBaseModel;
  safeParse(value: unknown): SafeParseResult<PrefectBaseModel>;
}

/**
 * How a run retries. A database may hold policies that were written before policies were checked: a wrong value counts as the
 * default, so that the run goes on.
 */
export function policyColumn(name: string, model: PolicyClass): ColumnOptions {
  return modelColumn(name, (value) => {
    const read = model.safeParse(value);
    if (read.success) return read.data;
    const wrong = new Set(read.error.issues.map(({ loc }) => withoutRoot(loc)[0]));
    const sound = wrong.has(undefined) ? [] : Object.entries(value as object).filter(([field]) => !wrong.has(field));
    return model.parse(Object.fromEntries(sound));
  });
}

/**
 * Gives what a JSON column holds for a value: for a model, its wire object.
 *
 * @param place - the name of the value, for the error
 * @throws {@link SerializationError} for what JSON cannot hold, with its place
 */
export function toPlain(value: unknown, place: string): unknown {
  const isModel = typeof value === 'object' && value !== null && 'dict' in value && typeof value.dict === 'function';
  if (!isModel) return value;
  try {
    // not by `toJSON`, which a class may override
    return (value as WireWriter).dict({ jsonCompatible: true });
  } catch (error) {
    throw error instanceof SerializationError ? SerializationError.inside(place, error) : error;
  }
}

/** A whole number. */
export function intColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'int', name, ...options };
}

/** True or false. */
export function boolColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'boolean', name, ...options };
}

/**
 * A duration, in whole microseconds. Each engine has its own form, and a transformer does not know the engine: it only reads
 * the duration, and the dialect's `intervalText` writes it.
 */
export function intervalColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  const transformer: ValueTransformer = { to: (value: unknown) => value, from: parseInterval };
  return { type: 'varchar', name, transformer, insert: false, ...options };
}

/** Whether a column holds durations. */
export function isInterval({ transformer }: ColumnOptions): boolean {
  return (transformer as ValueTransformer | undefined)?.from === parseInterval;
}

/** The details of a state, as their wire object; they are read as Prefect 2's unless they have a field that only Prefect 3 has. */
export function detailsColumn(name: string): ColumnOptions {
  const isOf3 = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && ONLY_OF_3.some((field) => Object.hasOwn(value, field));
  return modelColumn(name, (value) => (isOf3(value) ? v3.StateDetails : StateDetails).parse(value));
}

const OF_2 = Object.keys(StateDetails.parse({}).toJSON());
const ONLY_OF_3 = Object.keys(v3.StateDetails.parse({}).toJSON()).filter((field) => !OF_2.includes(field));

/**
 * Writes an instant as SQLite's columns hold it: `2026-11-23 16:48:30.769111`, UTC, so that texts sort as instants do.
 * Postgres reads the same, in a session whose time zone is UTC.
 *
 * @param place - the name of the value, for the error
 * @throws {@link SerializationError} for a date that the wire cannot hold: invalid, or outside of the years 1 to 9999 in UTC
 */
export function toTimestamp(value: DateTime, place: string): string {
  try {
    // an instant in UTC may know its text
    const inUtc = value.offset === 0 ? value : toUtcDateTime(value);
    const text = formatDateTime(inUtc).slice(0, -'+00:00'.length).replace('T', ' ');
    return text.includes('.') ? text : `${text}.000000`;
  } catch (error) {
    throw error instanceof ValueError ? SerializationError.unwritable(place, error.message) : error;
  }
}

const EPOCH = parseDateTime('1970-01-01T00:00:00Z')!;
const SECOND = 1_000_000;

const INTERVAL = /^(?:(-?\d+) days? ?)?(?:([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?)?$/;

/** Reads SQLite's form, `1970-01-01 00:00:02.500000`, and that of Postgres, `1 day 00:00:02.5`. */
export function parseInterval(text: string): number {
  const found = INTERVAL.exec(text);
  // as text of the wire, which is read fastest
  if (found === null) return microsecondsBetween(EPOCH, parseDateTime(`${text.replace(' ', 'T')}+00:00`)!);
  const [, days = '0', sign = '', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
  const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const micros = time * SECOND + Number(fraction.padEnd(6, '0'));
  return Number(days) * 86_400 * SECOND + (sign === '-' ? -micros : micros);
}
