/*
 * What differs between the databases in the SQL that is asked and in the values that come and go. Each has one object of it;
 * elsewhere nothing asks which database it is. How they are opened and written to stands in `open`.
 */
import { createHash } from 'node:crypto';
import { type EntityManager, QueryFailedError } from 'typeorm';

/** Which database it is. */
export type Engine = 'sqlite' | 'postgres';

/** SQL that is asked again and again: each connection prepares it once, and keeps it. So there must be few of them. @internal */
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

/** A statement of which no rows are read. @internal */
export interface Write {
  readonly statement: Statement;
  readonly parameters: readonly unknown[];
}

/** A foreign key that a row broke. @internal */
export interface BrokenKey {
  /** Tells whether a column holds the id that refers to nothing; null where the error does not say which it is. */
  readonly isOf: ((column: string) => boolean) | null;
}

/** How one database is spoken to. @internal */
export interface Dialect {
  readonly engine: Engine;
  /** Whether each transaction has a connection of its own, from a pool; else they go one after another. */
  readonly hasPools: boolean;

  /** Writes the `?` of each parameter in its way. */
  withPlaces(sql: string): string;
  /** Runs a prepared statement, in the manager's transaction if it has one, and gives its rows. */
  ask(manager: EntityManager, statement: Statement, parameters: readonly unknown[]): Promise<unknown[]> | unknown[];
  /** Runs several prepared statements as one; null where that saves no time. None of them reads what another writes. */
  readonly writeInOne: ((manager: EntityManager, writes: readonly Write[]) => Promise<void>) | null;
  /** Stands behind a SELECT and holds the row until the transaction ends; empty where there is one writer at a time. */
  readonly forUpdate: string;
  /** The same for the rows of one table of several, but passes over those that others hold. */
  forUpdateOfFree(table: string): string;
  /** A column as text, to count its bytes. */
  asText(column: string): string;
  /** A condition, behind a column: it is one of the values of a parameter. One for all: a statement takes only so many. */
  isOneOf(place: string): string;
  /** The parameter of `isOneOf`. */
  listOf(values: readonly string[]): unknown;
  /** What stands behind FROM for the values of such a parameter, as rows of one column, `value`. */
  valuesIn(place: string): string;
  /** A condition: a field of an object, in a column of JSON that is queried, is true. */
  isTrue(column: string, field: string): string;
  /** A condition: a column holds the text of a parameter, in capitals or not; `%` and `_` in it stand for any. */
  isLike(column: string, place: string): string;
  /** Whether runs are looked for by their tags in a table beside theirs; what it lacks would not be found. */
  hasTagTable(manager: EntityManager): Promise<boolean>;
  /** Selects the ids of the rows of a table that a condition holds for, of at most a parameter; an index alone tells which they are. */
  idsWhere(table: string, condition: string, limit: string): string;
  /** A condition: a column with a JSON list holds the text of a parameter. */
  holds(column: string, place: string): string;
  /** What stands behind FROM for the rows of a table that a parameter holds, as a JSON list of objects of columns. */
  rowsIn(table: string, columns: readonly string[], place: string): string;
  /** The value of a column of JSON inside of those. */
  jsonInJson(value: unknown): unknown;

  /** A column's JSON as the driver hands it out, as a value. */
  readJson(value: unknown): unknown;
  /** A column's instant as the driver hands it out, as the wire has it. */
  readTimestamp(text: string): string;
  /** Whole microseconds, as a column of lengths of time takes them. */
  intervalText(microseconds: number): string;
  /** Whether a text may hold the character U+0000. */
  readonly holdsNul: boolean;
  /** Whether a column of JSON holds less than JSON can say: no characters, as escapes, that a text may not hold. */
  readonly isJsonLimited: boolean;

  /** Has a transaction wait only briefly for rows that are locked, where rows are. */
  waitBriefly(manager: EntityManager): Promise<void>;
  /** Lets no other transaction pass with the same name until this one ends, where two can run at once. */
  lockName(manager: EntityManager, name: readonly (string | null)[]): Promise<void>;
  /** Whether the driver's error is about a row that a constraint does not take: a unique or foreign key, or a null. */
  isConflict(error: DriverError): boolean;
  /** Reads the driver's error; null when it is not about a foreign key. */
  brokenKey(error: DriverError): BrokenKey | null;
  /** Lists the tables of the database, as `name`. */
  readonly tables: string;
  /** Lists the columns of all tables, as `table` and `column`. */
  readonly columns: string;
}

/** What is read of a driver's error. @internal */
export interface DriverError {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

/** The driver's error behind a statement that failed; null for an error of another kind. @internal */
export function driverErrorOf(error: unknown): DriverError | null {
  return error instanceof QueryFailedError ? (error.driverError as DriverError) : null;
}
