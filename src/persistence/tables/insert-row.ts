import { DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';

import { OUT_OF_RANGE, timeFault } from '../../api/index.js';
import { type Issue, ValidationError } from '../../index.js';
import { isPlain, said } from '../../inner.js';
import { toPlain } from './columns.js';
import { type Dialect } from '../engines/dialect.js';
import { dialectOf } from '../engines/engine.js';
import { type RowEntity } from './row.entity.js';
import { insertRows } from './rows.js';

type Path = readonly (string | number)[];

/**
 * Inserts a new row; unlike `save` it does not look for an old one first.
 *
 * @throws {@link ValidationError} for a text that the database cannot hold
 */
export async function insertRow(manager: EntityManager, row: RowEntity): Promise<void> {
  refuseUnwritable(manager, row);
  await insertRows(manager, [row]);
}

/**
 * Refuses a text that would not come back as it is, and an instant that is in no year from 1 to 9999 in UTC. A lone surrogate is no character: UTF-8 has no bytes for it, and the
 * database would keep another text in its place. Postgres holds no U+0000, and neither in its `jsonb`. The data of an
 * artifact may hold both, as escapes.
 *
 * @param nameOf - what the fault's `loc` begins with
 * @throws {@link ValidationError} naming every field
 * @internal
 */
export function refuseUnwritable(
  manager: EntityManager,
  row: RowEntity,
  { model = row.constructor, nameOf = (column: string): Path => [column] } = {},
): void {
  const dialect = dialectOf(manager);
  const issues = manager.dataSource.getMetadata(row.constructor).columns.flatMap((column): Issue[] => {
    const value: unknown = column.getEntityValue(row);
    const isJson = column.type === 'json';
    if (isJson && (!dialect.isJsonLimited || column.entityMetadata.tableName === 'artifact')) return [];
    const fault = faultIn(isJson ? toPlain(value, column.databaseName) : value, dialect, 0);
    return fault === null
      ? []
      : [{ loc: [...nameOf(column.databaseName), ...fault.path], ...said(model, { code: 'rule', msg: fault.msg }) }];
  });
  if (issues.length > 0) throw ValidationError.of(model, issues);
}

/** Whether a column of a text can hold it; what no column holds need not be looked for. @internal */
export function isHeld(text: string, dialect: Dialect): boolean {
  return dialect.textFault(text) === null;
}

/** What no reader looks at deeper than this; JSON that deep is refused when it is read. */
const MAX_DEPTH = 1000;

function faultIn(
  value: unknown,
  dialect: Dialect,
  depth: number,
): { readonly path: Path; readonly msg: string } | null {
  if (typeof value === 'string') {
    const msg = dialect.textFault(value);
    return msg === null ? null : { path: [], msg };
  }
  if (DateTime.isDateTime(value)) return timeFault(value) && { path: [], msg: OUT_OF_RANGE.msg };
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  // no model, which has been written out where its column is
  if (!Array.isArray(value) && !isPlain(value)) return null;
  for (const [key, item] of Object.entries(value)) {
    const fault = faultIn(key, dialect, depth) ?? faultIn(item, dialect, depth + 1);
    if (fault !== null) return { path: [Array.isArray(value) ? Number(key) : key, ...fault.path], msg: fault.msg };
  }
  return null;
}
