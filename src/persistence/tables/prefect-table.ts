import { Entity } from 'typeorm';

/**
 * Makes a class the entity of one of Prefect's tables. The migrations of this package alone make and change it: TypeORM's own
 * schema diff, which knows columns by what their entities say, passes it by.
 */
export function PrefectTable(name: string): ClassDecorator {
  return Entity(name, { synchronize: false });
}
