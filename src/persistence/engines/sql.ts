/*
 * SQL that is written here once, for what is asked most. TypeORM would write it again for every query, and walk what it
 * knows of the entity for every row.
 */
import { type EntityManager } from 'typeorm';

import { isWatched, Statement, type Write } from './dialect.js';
import { dialectOf } from './engine.js';

/** Runs SQL that has a `?` for each of its parameters, on either engine. @internal */
export function queryRows<R = unknown>(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  return manager.query<R[]>(dialectOf(manager).withPlaces(sql), [...parameters]);
}

/** Runs a statement as {@link queryRows} does, but prepared. @internal */
export async function ask<R = unknown>(
  manager: EntityManager,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<R[]> {
  if (isWatched(manager.dataSource)) return queryRows(manager, statement.sql, parameters);
  return (await dialectOf(manager).ask(manager, statement, parameters)) as R[];
}

/** Runs statements none of which reads what another writes: in one, where that saves time. @internal */
export async function writeAll(manager: EntityManager, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  if (!isWatched(manager.dataSource)) return dialectOf(manager).writeAll(manager, writes);
  for (const { statement, parameters } of writes) await queryRows(manager, statement.sql, parameters);
}

/** Makes each statement of a family once. @internal */
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
