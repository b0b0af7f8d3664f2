import { type EntityManager, QueryFailedError } from 'typeorm';

import { engineOf } from '../engines/engine.js';
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

/** The codes of a foreign key that is broken, of either engine. */
const BROKEN_KEY = { postgres: '23503', sqlite: 'SQLITE_CONSTRAINT_FOREIGNKEY' } as const;

/** Which one is missing, for the error of an engine; null for an error of another kind. */
async function missingOf(
  manager: EntityManager,
  row: RowEntity,
  references: References,
  error: unknown,
): Promise<ReferenceNotFoundError | null> {
  if (!(error instanceof QueryFailedError)) return null;
  const { code, constraint } = error.driverError as { readonly code?: unknown; readonly constraint?: unknown };
  const engine = engineOf(manager);
  if (code !== BROKEN_KEY[engine]) return null;
  for (const [property, [title, entity]] of Object.entries(references)) {
    const column = manager.dataSource.getMetadata(row.constructor).findColumnWithPropertyName(property);
    const id = column?.getEntityValue(row) as string | null | undefined;
    if (column === undefined || id == null) continue;
    const isMissing =
      engine === 'postgres'
        ? // it says which, and answers nothing else in this transaction
          String(constraint).includes(`__${column.databaseName}__`)
        : !(await manager.existsBy(entity, { id }));
    if (isMissing) return ReferenceNotFoundError.to(title, id, error);
  }
  return null;
}
