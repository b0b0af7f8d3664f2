import { type DataSource } from 'typeorm';

import { type Dialect } from './dialect.js';

/**
 * Lets entities read a database that an older program made: columns that it does not have yet are read as null. Only such as
 * may be null are; without another a query fails, and says which it is.
 */
export async function readAbsentAsNull(source: DataSource, { columns: listColumns }: Dialect): Promise<void> {
  const listed = await source.query<{ readonly table: string; readonly column: string }[]>(listColumns);
  const found = new Set(listed.map(({ table, column }) => `${table}.${column}`));
  const tables = new Set(listed.map(({ table }) => table));
  for (const { tableName, columns } of source.entityMetadatas) {
    if (!tables.has(tableName)) continue;
    const absent = columns.filter(
      ({ databaseName, isNullable }) => isNullable && !found.has(`${tableName}.${databaseName}`),
    );
    for (const column of absent)
      Object.assign(column, { isVirtualProperty: true, query: () => 'NULL', isInsert: false, isUpdate: false });
  }
}
