/*
 * What differs between the databases in SQL and in values. Each database has one object of it; no other code asks which
 * database it is. How they are opened is in `open`, how transactions run is in `writer`.
 */
import { createHash } from 'node:crypto';
import { type EntityManager, QueryFailedError } from 'typeorm';

/** Which database it is. */
export type Engine = 'sqlite' | 'postgres';

/** SQL that is run often. Each connection prepares it once and keeps it, so there must be few statements. @internal */
export class Statement {
  /** With a `?` for each parameter. */
  readonly sql: string;
  /** The connections of Postgres know it by this. */
  readonly name: string;

  constructor(sql: string) {
    this.sql = sql;
    this.name = createHash('sha256').update(sql).digest('base64url');
  }
}

/** A statement that gives no rows, with its parameters. @internal */
export interface Write {
  readonly statement: Statement;
  readonly parameters: readonly unknown[];
}

/** A foreign key that a row violates. @internal */
export interface BrokenKey {
  /** Tells whether a column holds the id that refers to nothing; null where the error does not name the column. */
  readonly isOf: ((column: string) => boolean) | null;
}

/** How one database is spoken to. @internal */
export interface Dialect {
  readonly engine: Engine;
  /** Whether each transaction has a connection of its own, from a pool; otherwise they run one after another. */
  readonly hasPools: boolean;

  /** Replaces the `?` of each parameter by the database's own form. */
  withPlaces(sql: string): string;
  /** Runs a prepared statement, in the manager's transaction if it has one, and gives its rows. */
  ask(manager: EntityManager, statement: Statement, parameters: readonly unknown[]): Promise<unknown[]> | unknown[];
  /** Runs several prepared statements as one; null where that saves no time. None of them may read what another writes. */
  readonly writeInOne: ((manager: EntityManager, writes: readonly Write[]) => Promise<void>) | null;
  /** Ends a SELECT and locks the row until the transaction ends; empty where there is one writer at a time. */
  readonly forUpdate: string;
  /** The same for the rows of one of several tables, but skips rows that others hold. */
  forUpdateOfFree(table: string): string;
  /** A column as text, to count its bytes. */
  asText(column: string): string;
  /** A condition, after a column: it is one of the values in one parameter. A statement takes only so many parameters. */
  isOneOf(place: string): string;
  /** The parameter of `isOneOf`. */
  listOf(values: readonly string[]): unknown;
  /** What follows FROM to read the values of such a parameter, as rows of one column, `value`. */
  valuesIn(place: string): string;
  /** A condition: a field of the object in a JSON column is true. */
  isTrue(column: string, field: string): string;
  /** A condition: a column matches a parameter, whatever the case; `%` and `_` are wildcards. */
  isLike(column: string, place: string): string;
  /** Whether runs are found by their tags in a table of tags; what is not in it is not found. */
  hasTagTable(manager: EntityManager): Promise<boolean>;
  /** Selects the ids of the rows that match a condition, at most as many as a parameter says, by an index alone. */
  idsWhere(table: string, condition: string, limit: string): string;
  /** A condition: the JSON list in a column holds the text of a parameter. */
  holds(column: string, place: string): string;
  /** What follows FROM to read the rows in a parameter, a JSON list of objects of columns, as rows of a table. */
  rowsIn(table: string, columns: readonly string[], place: string): string;
  /** The value of a JSON column in such an object. */
  jsonInJson(value: unknown): unknown;

  /** Reads JSON that the driver gives. */
  readJson(value: unknown): unknown;
  /** Reads an instant that the driver gives, as text of the wire. */
  readTimestamp(text: string): string;
  /** Writes whole microseconds for a column of durations. */
  intervalText(microseconds: number): string;
  /** Whether a text may hold the character U+0000. */
  readonly holdsNul: boolean;
  /** Whether JSON may hold only the characters that a text may; otherwise it holds any, as escapes. */
  readonly isJsonLimited: boolean;

  /** Makes a transaction wait only briefly for locked rows, where rows are locked. */
  waitBriefly(manager: EntityManager): Promise<void>;
  /** Makes other transactions with the same name wait until this one ends, where two can run at once. */
  lockName(manager: EntityManager, name: readonly (string | null)[]): Promise<void>;
  /** Whether the driver's error says that a row violates a constraint: a unique or foreign key, or not null. */
  isConflict(error: DriverError): boolean;
  /** Reads the driver's error; null when it is not about a foreign key. */
  brokenKey(error: DriverError): BrokenKey | null;
  /** Lists the tables of the database, as `name`. */
  readonly tables: string;
  /** Lists the columns of all tables, as `table` and `column`. */
  readonly columns: string;
}

/** What is used of a driver's error. @internal */
export interface DriverError {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

/** The driver's error of a failed statement; null for an error of another kind. @internal */
export function driverErrorOf(error: unknown): DriverError | null {
  return error instanceof QueryFailedError ? (error.driverError as DriverError) : null;
}
