/*
 * Many rows by one statement and one parameter, a list in JSON: the statement is the same however many they are, and no
 * limit of parameters is met.
 */
import { type EntityManager } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

import { type Dialect } from '../engines/dialect.js';
import { dialectOf, queryRows } from '../engines/sql.js';
import { isInterval } from './columns.js';
import { type RowEntity } from './row.entity.js';

/**
 * Inserts rows; one whose id or other unique columns another has is left out.
 *
 * @param rows - all with values for the same columns
 * @returns the ids of those that were inserted
 * @internal
 */
export async function insertAll(manager: EntityManager, rows: readonly RowEntity[]): Promise<string[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const { tableName, columns } = manager.dataSource.getMetadata(first.constructor);
  for (const row of rows) row.stampInsert();
  const given = columns.filter((column) => column.getEntityValue(first) !== undefined);
  const names = namesOf(given);
  const from = dialectOf(manager).rowsIn(tableName, names, '?');
  const sql = `INSERT INTO ${tableName} (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${from} WHERE true
    ON CONFLICT DO NOTHING RETURNING id`;
  const inserted = await queryRows<{ readonly id: string }>(manager, sql, [jsonOf(manager, rows, given)]);
  return inserted.map(({ id }) => id);
}

/**
 * Changes rows by their ids: of each the columns for which it has a value. Rows that name the same columns are changed by one
 * statement.
 *
 * @internal
 */
export async function updateAll(manager: EntityManager, rows: readonly RowEntity[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { tableName, columns } = manager.dataSource.getMetadata(first.constructor);
  const groups = new Map<string, { readonly given: readonly ColumnMetadata[]; readonly rows: RowEntity[] }>();
  for (const row of rows) {
    row.stampUpdate();
    const given = columns.filter((column) => column.getEntityValue(row) !== undefined);
    const key = namesOf(given).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { given, rows: [row] });
    else group.rows.push(row);
  }
  for (const { given, rows: alike } of groups.values()) {
    const names = namesOf(given);
    const set = names.filter((name) => name !== 'id').map((name) => `${name} = changed.${name}`);
    const from = dialectOf(manager).rowsIn(tableName, names, '?');
    const sql = `UPDATE ${tableName} SET ${set.join(', ')} FROM ${from} changed WHERE ${tableName}.id = changed.id`;
    await queryRows(manager, sql, [jsonOf(manager, alike, given)]);
  }
}

function namesOf(columns: readonly ColumnMetadata[]): string[] {
  return columns.map(({ databaseName }) => databaseName);
}

function jsonOf(manager: EntityManager, rows: readonly RowEntity[], columns: readonly ColumnMetadata[]): string {
  const dialect = dialectOf(manager);
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((each) => [each.databaseName, valueOf(dialect, each, row)]))),
  );
}

function valueOf(dialect: Dialect, column: ColumnMetadata, row: RowEntity): unknown {
  const value: unknown = column.getEntityValue(row, true) ?? null;
  if (value === null) return null;
  if (isInterval(column)) return dialect.intervalText(value as number);
  return column.type === 'json' ? dialect.jsonInJson(value) : value;
}
