/*
 * How values stand in Prefect's tables. To TypeORM an instant is a text with a transformer: its own date types go through
 * `Date` and cut the microseconds. What a column really is, the migrations say.
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

/** A UUID in its canonical text. TypeORM makes a foreign key of the type of the id that it refers to. */
export function uuidColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'uuid', name, ...options };
}

/** A text. */
export function textColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', name, ...options };
}

/** An instant, exact to the microsecond; it comes back in UTC. */
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

/** Anything that JSON holds; null is the database's null, not the JSON text of it. */
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

/** The class of a run's policy. */
interface PolicyClass {
  parse(value: unknown): PrefectBaseModel;
  safeParse(value: unknown): SafeParseResult<PrefectBaseModel>;
}

/**
 * How a run retries. A database may hold policies that were written before they were checked: what is wrong in one has its
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
 * What a column of JSON holds of a value: of a model its wire object.
 *
 * @param place - the name of the value, for the error
 * @throws {@link SerializationError} for what JSON cannot hold, with its place
 */
export function toPlain(value: unknown, place: string): unknown {
  const isModel = typeof value === 'object' && value !== null && 'dict' in value && typeof value.dict === 'function';
  if (!isModel) return value;
  try {
    // not by toJSON, which a class may have of its own
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
 * A length of time, in whole microseconds. The engines write it in ways of their own, which a transformer cannot tell apart:
 * it is only read by this column, and written by the dialect's `intervalText`.
 */
export function intervalColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  const transformer: ValueTransformer = { to: (value: unknown) => value, from: parseInterval };
  return { type: 'varchar', name, transformer, insert: false, ...options };
}

/** Whether a column holds lengths of time. */
export function isInterval({ transformer }: ColumnOptions): boolean {
  return (transformer as ValueTransformer | undefined)?.from === parseInterval;
}

/** The details of a state, as their wire object; they come back as those of the first wire that knows all that they hold. */
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
    // one that is in UTC may know its text
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

/** Reads what SQLite holds, `1970-01-01 00:00:02.500000`, or Postgres says, `1 day 00:00:02.5`. */
export function parseInterval(text: string): number {
  const found = INTERVAL.exec(text);
  // as the wire has it: that is read without a grammar
  if (found === null) return microsecondsBetween(EPOCH, parseDateTime(`${text.replace(' ', 'T')}+00:00`)!);
  const [, days = '0', sign = '', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
  const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const micros = time * SECOND + Number(fraction.padEnd(6, '0'));
  return Number(days) * 86_400 * SECOND + (sign === '-' ? -micros : micros);
}
