/*
 * SQL that is written here once, for what is asked most. TypeORM would write it again for every query, and walk what it
 * knows of the entity for every row.
 */
import { type EntityManager } from 'typeorm';

import { dialectOf } from './engine.js';

/** Runs SQL that has a `?` for each of its parameters, on either engine. @internal */
export function queryRows<R = unknown>(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<R[]> {
  return manager.query<R[]>(dialectOf(manager).withPlaces(sql), [...parameters]);
}
