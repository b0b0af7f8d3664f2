/*
 * SQL that is written here once, for what is asked most. TypeORM would write it anew for every query, and walk what it knows
 * of the entity for every row.
 */
import { type EntityManager } from 'typeorm';

import { type Engine, engineOf } from './engine.js';

/** Runs SQL that has a `?` for each of its parameters, on either engine. @internal */
export function queryRows<R = unknown>(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  return manager.query<R[]>(withPlaces(engineOf(manager), sql), [...parameters]);
}

/** Postgres numbers the places of parameters. */
function withPlaces(engine: Engine, sql: string): string {
  if (engine === 'sqlite') return sql;
  let place = 0;
  return sql.replaceAll('?', () => `$${(place += 1)}`);
}
