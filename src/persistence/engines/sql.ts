/*
 * SQL on either engine. The SQL that runs most is written here once: TypeORM would write it again for every query, and go
 * through the entity's metadata for every row.
 */
import { type DataSource, type EntityManager } from 'typeorm';

import { type Dialect, type Engine, Statement, type Write } from './dialect.js';
import { POSTGRES } from './postgres/dialect.js';
import { SQLITE } from './sqlite/dialect.js';

/** The dialect of each engine. @internal */
export const DIALECTS: Readonly<Record<Engine, Dialect>> = { postgres: POSTGRES, sqlite: SQLITE };

/** The dialect of the database that a manager reads and writes. @internal */
export function dialectOf(manager: EntityManager): Dialect {
  return manager.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
}

/**
 * Whether TypeORM reports the queries of a data source, such as to a logger or a subscriber: all of them then go through it.
 *
 * @internal
 */
export function isWatched({ options, subscribers }: DataSource): boolean {
  const { logging = false, maxQueryExecutionTime = 0 } = options;
  return logging !== false || maxQueryExecutionTime > 0 || subscribers.length > 0;
}

/** Runs SQL that has a `?` for each of its parameters, on either engine. @internal */
export function queryRows<R = unknown>(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  return manager.query<R[]>(dialectOf(manager).withPlaces(sql), [...parameters]);
}

/** Runs a prepared statement. @internal */
export async function ask<R = unknown>(
  manager: EntityManager,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<R[]> {
  if (isWatched(manager.dataSource)) return queryRows(manager, statement.sql, parameters);
  return (await dialectOf(manager).ask(manager, statement, parameters)) as R[];
}

/** Runs statements, as one where that saves time. None of them may read what another writes. @internal */
export async function writeAll(manager: EntityManager, writes: readonly Write[]): Promise<void> {
  const { writeInOne } = dialectOf(manager);
  if (writeInOne !== null && writes.length > 0 && !isWatched(manager.dataSource)) return writeInOne(manager, writes);
  for (const { statement, parameters } of writes) await ask(manager, statement, parameters);
}

/** Gives a function that makes each statement of a family once. @internal */
export function statements<K extends readonly (string | boolean)[]>(
  write: (...key: K) => string,
): (...key: K) => Statement {
  const made = new Map<string, Statement>();
  return (...key) => {
    const name = key.join();
    let statement = made.get(name);
    if (statement === undefined) made.set(name, (statement = new Statement(write(...key))));
    return statement;
  };
}
