import { type EntityManager } from 'typeorm';

import { driverErrorOf } from '../engines/dialect.js';
import { dialectOf } from '../engines/sql.js';
import { ReferenceNotFoundError } from '../errors.js';
import { type RowEntity } from './row.entity.js';
import { insertRows } from './rows.js';

/** What the columns of a row refer to, by their properties: its title, and its entity. @internal */
export type References = Readonly<Record<string, readonly [title: string, entity: new () => RowEntity]>>;

/**
 * Inserts a row that refers to others.
 *
 * @throws {@link ReferenceNotFoundError} when one of them is not there
 * @internal
 */
export async function insertReferring(manager: EntityManager, row: RowEntity, references: References): Promise<void> {
  try {
    await insertRows(manager, [row]);
  } catch (error) {
    throw (await missingOf(manager, row, references, error)) ?? error;
  }
}

/** Which one is missing, for the error of an engine; null for an error of another kind. */
async function missingOf(
  manager: EntityManager,
  row: RowEntity,
  references: References,
  error: unknown,
): Promise<ReferenceNotFoundError | null> {
  const driverError = driverErrorOf(error);
  const broken = driverError === null ? null : dialectOf(manager).brokenKey(driverError);
  if (broken === null) return null;
  for (const [property, [title, entity]] of Object.entries(references)) {
    const column = manager.dataSource.getMetadata(row.constructor).findColumnWithPropertyName(property);
    const id = column?.getEntityValue(row) as string | null | undefined;
    if (column === undefined || id == null) continue;
    const isMissing = broken.isOf?.(column.databaseName) ?? !(await manager.existsBy(entity, { id }));
    if (isMissing) return ReferenceNotFoundError.to(title, id, error);
  }
  return null;
}
