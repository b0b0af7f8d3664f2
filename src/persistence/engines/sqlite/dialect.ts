import { type EntityManager, QueryFailedError } from 'typeorm';
import { type AbstractSqliteDriver } from 'typeorm/driver/sqlite-abstract/AbstractSqliteDriver.js';

import { addMicroseconds, parseDateTime } from '../../../index.js';
import { toTimestamp } from '../../tables/columns.js';
import { isTagIndexKept } from '../../tables/tag-index.js';
import { type Dialect, type Statement } from '../dialect.js';

/** What is used of better-sqlite3's connection; its types would make it our dependency. */
interface Connection {
  prepare(sql: string): Prepared;
}

interface Prepared {
  /** Whether it gives rows. */
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): unknown;
}

const EPOCH = parseDateTime('1970-01-01T00:00:00Z')!;

const TIMESTAMP_LENGTH = '2026-11-23 16:48:30.769111'.length;
const NO_FRACTION = '.000000';

/** For SQLite: JSON and instants are texts, and a file has one writer at a time. @internal */
export const SQLITE: Dialect = {
  engine: 'sqlite',
  hasPools: false,

  withPlaces: (sql) => sql,
  ask: run,
  writeInOne: null,
  forUpdate: '',
  forUpdateOfFree: () => '',
  asText: (column) => column,
  isOneOf: (place) => `IN (SELECT value FROM json_each(${place}))`,
  listOf: (values) => JSON.stringify(values),
  valuesIn: (place) => `json_each(${place}) AS listed`,
  isTrue: (column, field) => `json_extract(${column}, '$.${field}') = 1`,
  // LIKE ignores case in ASCII
  isLike: (column, place) => `${column} LIKE ${place}`,
  hasTagTable: isTagIndexKept,
  // an index of a column holds the place of a row, not its id
  idsWhere: (table, condition, limit) =>
    `SELECT its.id AS id FROM (SELECT rowid AS place FROM ${table} WHERE ${condition} LIMIT ${limit}) found
      JOIN ${table} its ON its.rowid = found.place`,
  holds: (column, place) => `EXISTS (SELECT 1 FROM json_each(${column}) WHERE value = ${place})`,
  rowsIn: (_table, columns, place) =>
    `(SELECT ${columns.map((name) => `json_extract(value, '$.${name}') AS ${name}`).join(', ')} FROM json_each(${place}))`,
  jsonInJson: (value) => JSON.stringify(value),

  // SQLite gives a number where the JSON text is one
  readJson: (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  readTimestamp: wireTimestamp,
  // the instant that long after 1970
  intervalText: (microseconds) => toTimestamp(addMicroseconds(EPOCH, microseconds), 'interval'),
  holdsNul: true,
  isJsonLimited: false,

  waitBriefly: () => Promise.resolve(),
  lockName: () => Promise.resolve(),
  isConflict: ({ code }) => typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT'),
  brokenKey: ({ code }) => (code === 'SQLITE_CONSTRAINT_FOREIGNKEY' ? { isOf: null } : null),
  tables: "SELECT name FROM sqlite_master WHERE type = 'table'",
  columns: `SELECT made.name AS "table", its.name AS "column"
    FROM sqlite_master made JOIN pragma_table_info(made.name) its WHERE made.type = 'table'`,
};

const prepared = new WeakMap<Connection, Map<Statement, Prepared>>();

/** Runs a statement that its connection has prepared. @throws as TypeORM does */
function run({ dataSource }: EntityManager, statement: Statement, parameters: readonly unknown[]): unknown[] {
  const connection = (dataSource.driver as AbstractSqliteDriver).databaseConnection as Connection;
  let all = prepared.get(connection);
  if (all === undefined) prepared.set(connection, (all = new Map<Statement, Prepared>()));
  const values = [...parameters];
  // the driver binds no booleans
  for (let i = 0; i < values.length; i += 1) if (typeof values[i] === 'boolean') values[i] = Number(values[i]);
  try {
    let own = all.get(statement);
    if (own === undefined) all.set(statement, (own = connection.prepare(statement.sql)));
    if (own.reader) return own.all(values);
    own.run(values);
    return [];
  } catch (error) {
    throw new QueryFailedError(statement.sql, values, error as Error);
  }
}

/** Turns what SQLite holds into the wire's form, which is read fastest; leaves other forms as they are. */
function wireTimestamp(text: string): string {
  if (text.length !== TIMESTAMP_LENGTH || text[10] !== ' ') return text;
  const time = text.endsWith(NO_FRACTION) ? text.slice(11, -NO_FRACTION.length) : text.slice(11);
  return `${text.slice(0, 10)}T${time}+00:00`;
}
