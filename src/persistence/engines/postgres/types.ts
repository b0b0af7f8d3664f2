/*
 * What pg hands out for an instant. Its own parser makes a `Date`, which cuts the microseconds; this one gives the text of
 * the wire. Everything else is parsed as pg parses it.
 */
import { createRequire } from 'node:module';

type Parser = (text: string) => unknown;

interface Parsers {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parser;
}

const TIMESTAMPTZ = 1184;
const INTERVAL = 1186;

/**
 * Type parsers for a pg pool that these entities are read through; pg takes them as its option `types`.
 *
 * @example
 * ```ts
 * new DataSource({ type: 'postgres', url, entities: [...ENTITIES], extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION } });
 * ```
 */
export const POSTGRES_TYPES: Parsers = {
  getTypeParser(oid, format) {
    if (oid === TIMESTAMPTZ && format !== 'binary') return canonicalTimestamp;
    // pg's own parser keeps a fraction of a second in floating milliseconds
    if (oid === INTERVAL && format !== 'binary') return (text) => text;
    return (usual ??= loadUsual()).getTypeParser(oid, format);
  },
};

/** What a session must be set to, as pg's option `options`: instants are written and read in UTC, lengths of time in Postgres's own words. */
export const POSTGRES_SESSION = '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres';

let usual: Parsers | null = null;

// only on use: pg is an optional peer
function loadUsual(): Parsers {
  return (createRequire(import.meta.url)('pg') as { readonly types: Parsers }).types;
}

const TIMESTAMP = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d)(:\d\d)?$/;

/**
 * Writes what Postgres says, `2026-11-23 16:48:30.5+00`, as the wire does: `2026-11-23T16:48:30.500000+00:00`. What is no
 * instant (`infinity`) stays as it is.
 *
 * @internal
 */
export function canonicalTimestamp(text: string): string {
  const [, date, time, fraction, hours, minutes = ':00'] = TIMESTAMP.exec(text) ?? [];
  if (date === undefined) return text;
  return `${date}T${time!}${fraction === undefined ? '' : `.${fraction.padEnd(6, '0')}`}${hours!}${minutes}`;
}
