/*
 * Rows of entities, read and written by SQL that is made once from what TypeORM knows of them. TypeORM itself would make it
 * again each time, which takes longer than the database.
 */
import { type EntityManager } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';

import { dialectOf } from '../engines/engine.js';
import { type RowEntity } from './row.entity.js';
import { queryRows } from '../engines/sql.js';

type EntityClass<E extends RowEntity = RowEntity> = new () => E;

/** What is known of the table of an entity. */
interface Table {
  readonly name: string;
  readonly columns: readonly ColumnMetadata[];
  readonly inserted: readonly ColumnMetadata[];
  readonly select: string;
  readonly insert: string;
  /** The places of one row. */
  readonly places: string;
}

const tables = new WeakMap<EntityMetadata, Table>();

/** Reads the row with an id; null when there is none. `lock` holds it, on Postgres, until the transaction ends. @internal */
export async function readRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  { lock = false } = {},
): Promise<E | null> {
  const { columns, select } = tableOf(manager, entity);
  const held = lock ? dialectOf(manager).forUpdate : '';
  const [found] = await queryRows<Record<string, unknown>>(manager, `${select} WHERE id = ?${held}`, [id]);
  if (found === undefined) return null;
  const { driver } = manager.dataSource;
  const row = new entity() as E & Record<string, unknown>;
  for (const column of columns) {
    (row as Record<string, unknown>)[column.propertyName] = driver.prepareHydratedValue(
      found[column.databaseName],
      column,
    );
  }
  return row;
}

/** Inserts new rows of one table, and notes in them when that was. @internal */
export async function insertRows(manager: EntityManager, rows: readonly RowEntity[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { inserted, insert, places } = tableOf(manager, first.constructor as EntityClass);
  const values = rows.flatMap((row) => {
    row.stampInsert();
    return inserted.map((column) => {
      const value: unknown = column.getEntityValue(row);
      return valueOf(manager, column, value === undefined ? column.default : value);
    });
  });
  await queryRows(manager, `${insert} VALUES ${rows.map(() => places).join(', ')}`, values);
}

/** Changes some columns of the row with an id, by the names of its properties, and notes when that was. @internal */
export async function updateRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  changes: Partial<E>,
): Promise<void> {
  const row = Object.assign(new entity(), changes);
  row.stampUpdate();
  const { name, columns } = tableOf(manager, entity);
  const changed = columns.filter(({ propertyName }) => Object.hasOwn(row, propertyName));
  const values = changed.map((column) => valueOf(manager, column, column.getEntityValue(row)));
  const places = changed.map(({ databaseName }) => `${databaseName} = ?`).join(', ');
  await queryRows(manager, `UPDATE ${name} SET ${places} WHERE id = ?`, [...values, id]);
}

function valueOf({ dataSource }: EntityManager, column: ColumnMetadata, value: unknown): unknown {
  return (dataSource.driver.preparePersistentValue(value, column) as unknown) ?? null;
}

function tableOf({ dataSource }: EntityManager, entity: EntityClass): Table {
  const metadata = dataSource.getMetadata(entity);
  let table = tables.get(metadata);
  if (table === undefined) tables.set(metadata, (table = createTable(metadata)));
  return table;
}

function createTable({ tableName: name, columns }: EntityMetadata): Table {
  const inserted = columns.filter(({ isInsert }) => isInsert);
  const namesOf = (some: readonly ColumnMetadata[]): string => some.map(({ databaseName }) => databaseName).join(', ');
  return {
    name,
    columns,
    inserted,
    select: `SELECT ${columns.map(selectedOf).join(', ')} FROM ${name}`,
    insert: `INSERT INTO ${name} (${namesOf(inserted)})`,
    places: `(${inserted.map(() => '?').join(', ')})`,
  };
}

/** A column as it is read; null for one that the database does not have. */
function selectedOf({ databaseName, query }: ColumnMetadata): string {
  return query === undefined ? databaseName : `${query('')} AS ${databaseName}`;
}
