import { type EntityManager } from 'typeorm';

/** Which database it is. */
export type Engine = 'sqlite' | 'postgres';

/** Which database a manager writes to. @internal */
export function engineOf(manager: EntityManager): Engine {
  return manager.dataSource.options.type === 'postgres' ? 'postgres' : 'sqlite';
}
