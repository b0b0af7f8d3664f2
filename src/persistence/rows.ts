/*
 * Rows of entities, read and written by SQL that is made once from what TypeORM knows of them. TypeORM itself would make it
 * anew each time, which takes longer than the database.
 */
import { type DataSource, type EntityManager } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

import { now } from '../index.js';
import { engineOf } from './engine.js';
import { type RowEntity } from './row.entity.js';
import { queryRows } from './sql.js';

type EntityClass<E extends RowEntity = RowEntity> = new () => E;

/** What is known of the table of an entity. */
interface Table {
  readonly columns: readonly ColumnMetadata[];
  readonly inserted: readonly ColumnMetadata[];
  readonly select: string;
  readonly insert: string;
  /** The places of one row. */
  readonly places: string;
}

const tables = new WeakMap<DataSource, Map<unknown, Table>>();

/** Reads the row with an id; null when there is none. `lock` holds it, on Postgres, until the transaction ends. @internal */
export async function readRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  { lock = false } = {},
): Promise<E | null> {
  const { columns, select } = tableOf(manager, entity);
  const held = lock && engineOf(manager) === 'postgres' ? ' FOR UPDATE' : '';
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
    const { created = now() } = row as Partial<RowEntity>;
    row.created = row.updated = created;
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
  const all: object = { ...changes, updated: now() };
  const changed = tableOf(manager, entity).columns.filter(({ propertyName }) => propertyName in all);
  const values = changed.map((column) => valueOf(manager, column, column.getEntityValue(all)));
  const places = changed.map(({ databaseName }) => `${databaseName} = ?`).join(', ');
  const { tableName } = manager.dataSource.getMetadata(entity);
  await queryRows(manager, `UPDATE ${tableName} SET ${places} WHERE id = ?`, [...values, id]);
}

function valueOf({ dataSource }: EntityManager, column: ColumnMetadata, value: unknown): unknown {
  return (dataSource.driver.preparePersistentValue(value, column) as unknown) ?? null;
}

function tableOf({ dataSource }: EntityManager, entity: EntityClass): Table {
  const known = tables.get(dataSource) ?? new Map<unknown, Table>();
  tables.set(dataSource, known);
  let table = known.get(entity);
  if (table === undefined) known.set(entity, (table = makeTable(dataSource, entity)));
  return table;
}

function makeTable(dataSource: DataSource, entity: EntityClass): Table {
  const { tableName, columns } = dataSource.getMetadata(entity);
  const inserted = columns.filter(({ isInsert }) => isInsert);
  const namesOf = (some: readonly ColumnMetadata[]): string => some.map(({ databaseName }) => databaseName).join(', ');
  return {
    columns,
    inserted,
    select: `SELECT ${namesOf(columns)} FROM ${tableName}`,
    insert: `INSERT INTO ${tableName} (${namesOf(inserted)})`,
    places: `(${inserted.map(() => '?').join(', ')})`,
  };
}
