/*
 * How values stand in Prefect's tables. To TypeORM an instant is a text with a transformer: its own date types go through
 * `Date` and cut the microseconds. What a column really is, the migrations say.
 */
import { type DateTime } from 'luxon';
import { type ColumnOptions, type ValueTransformer } from 'typeorm';

import { formatDateTime, inUtc, parseDateTime, StateDetails } from '../index.js';

/** A UUID in its canonical text. */
export function uuidColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', name, ...options };
}

/** A text. */
export function textColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', name, ...options };
}

/** An instant, exact to the microsecond; it comes back in UTC. */
export function timestampColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', name, transformer: timestamp, ...options };
}

/** Anything that JSON holds; null is the database's null, not the JSON text of it. */
export function jsonColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'json', name, ...options };
}

/** The details of a state, as their wire object. */
export function detailsColumn(name: string): ColumnOptions {
  return { type: 'json', name, transformer: details };
}

const timestamp: ValueTransformer = {
  to: (value: DateTime | null | undefined) => (value == null ? value : toTimestamp(value)),
  from: (value: string | null) => (value === null ? null : parseDateTime(value)),
};

const details: ValueTransformer = {
  to: (value: StateDetails | undefined) => value?.toJSON(),
  from: (value: unknown) => StateDetails.parse(value),
};

/**
 * Writes an instant as SQLite's columns hold it: `2026-11-23 16:48:30.769111`, UTC, so that texts sort as instants do.
 * Postgres reads the same, in a session whose time zone is UTC.
 */
export function toTimestamp(value: DateTime): string {
  const text = formatDateTime(inUtc(value)).slice(0, -'+00:00'.length).replace('T', ' ');
  return text.includes('.') ? text : `${text}.000000`;
}
