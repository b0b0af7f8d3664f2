import { type EntityManager } from 'typeorm';

import { type Dialect, type Engine } from './dialect.js';
import { POSTGRES } from './postgres/dialect.js';
import { SQLITE } from './sqlite/dialect.js';

/** The dialect of each engine. @internal */
export const DIALECTS: Readonly<Record<Engine, Dialect>> = { postgres: POSTGRES, sqlite: SQLITE };

/** The dialect of the database that a manager reads and writes. @internal */
export function dialectOf(manager: EntityManager): Dialect {
  return manager.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
}
