/*
 * Rows of entities, read and written by SQL that is made once from what TypeORM knows of them. TypeORM itself would make it
 * again each time, which takes longer than the database.
 */
import { DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';

import { OUT_OF_RANGE, timeFault } from '../../api/index.js';
import { type Issue, parseDateTime, ValidationError } from '../../index.js';
import { isPlain, said } from '../../inner.js';
import { type Dialect, Statement, type Write } from '../engines/dialect.js';
import { dialectOf } from '../engines/engine.js';
import { ask, queryRows } from '../engines/sql.js';
import { isInterval, isTimestamp, toPlain } from './columns.js';
import { type RowEntity } from './row.entity.js';

type EntityClass<E extends RowEntity = RowEntity> = new () => E;

type Path = readonly (string | number)[];

/** A row as a driver hands it out. @internal */
export type RawRow = Readonly<Record<string, unknown>>;

/** A column of an entity, and the way of its values. */
interface Field {
  readonly property: string;
  readonly column: string;
  readonly isInserted: boolean;
  readonly default: unknown;
  readonly isJson: boolean;
  read(this: void, value: unknown): unknown;
  write(this: void, value: unknown): unknown;
}

/** What is known of the table of an entity. */
interface Table {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly inserted: readonly Field[];
  readonly select: Statement;
  readonly selectLocked: Statement;
  readonly insert: Statement;
  /** By the properties that are changed. */
  readonly updates: Map<string, Update>;
}

/** What changes some columns of a row. */
interface Update {
  readonly statement: Statement;
  readonly fields: readonly Field[];
}

const tables = new WeakMap<EntityMetadata, Table>();

/** Reads the row with an id; null when there is none. `lock` holds it, on Postgres, until the transaction ends. @internal */
export async function readRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  { lock = false } = {},
): Promise<E | null> {
  const { select, selectLocked } = tableOf(manager, entity);
  const [found] = await ask<RawRow>(manager, lock ? selectLocked : select, [id]);
  return found === undefined ? null : rowOf(manager, entity, found);
}

/** The columns of an entity as they are selected. @param alias - of the table @internal */
export function columnsOf({ dataSource }: EntityManager, entity: EntityClass, alias: string): string {
  return dataSource
    .getMetadata(entity)
    .columns.map((column) => selectedOf(column, alias))
    .join(', ');
}

/** Makes an entity of what was selected by {@link columnsOf}. @internal */
export function rowOf<E extends RowEntity>(manager: EntityManager, entity: EntityClass<E>, found: RawRow): E {
  const row: E & Record<string, unknown> = new entity() as E & Record<string, unknown>;
  for (const { property, column, read } of tableOf(manager, entity).fields) {
    (row as Record<string, unknown>)[property] = read(found[column]);
  }
  return row;
}

/** Inserts new rows of one table, and notes in them when that was. @internal */
export async function insertRows(manager: EntityManager, rows: readonly RowEntity[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  if (rows.length === 1) {
    const { statement, parameters } = insertOf(manager, first);
    await ask(manager, statement, parameters);
    return;
  }
  const { inserted, insert } = tableOf(manager, first.constructor as EntityClass);
  const more = `, ${placesOf(inserted)}`.repeat(rows.length - 1);
  const values = rows.flatMap((row) => insertOf(manager, row).parameters);
  await queryRows(manager, `${insert.sql}${more}`, values);
}

/** What inserts a new row; when that was is noted in it. @internal */
export function insertOf(manager: EntityManager, row: RowEntity): Write {
  row.stampInsert();
  const { inserted, insert } = tableOf(manager, row.constructor as EntityClass);
  return { statement: insert, parameters: parametersOf(inserted, row) };
}

/** Changes some columns of the row with an id, by the names of its properties, and notes when that was. @internal */
export async function updateRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  changes: Partial<E>,
): Promise<void> {
  const { statement, parameters } = updateOf(manager, entity, id, changes);
  await ask(manager, statement, parameters);
}

/** What {@link updateRow} does. @internal */
export function updateOf<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  changes: Partial<E>,
): Write {
  const row = Object.assign(new entity(), changes);
  row.stampUpdate();
  const table = tableOf(manager, entity);
  const names = Object.keys(row).join();
  let update = table.updates.get(names);
  if (update === undefined) table.updates.set(names, (update = createUpdate(table, row)));
  return { statement: update.statement, parameters: [...parametersOf(update.fields, row), id] };
}

function createUpdate({ name, fields }: Table, row: RowEntity): Update {
  const changed = fields.filter(({ property }) => Object.hasOwn(row, property));
  const places = changed.map(({ column }) => `${column} = ?`).join(', ');
  return { statement: new Statement(`UPDATE ${name} SET ${places} WHERE id = ?`), fields: changed };
}

function parametersOf(fields: readonly Field[], row: RowEntity): unknown[] {
  const parameters: unknown[] = [];
  for (const { property, write, default: usual } of fields) {
    const value = (row as unknown as RawRow)[property];
    parameters.push(write(value === undefined ? usual : value) ?? null);
  }
  return parameters;
}

function tableOf(manager: EntityManager, entity: EntityClass): Table {
  const metadata = manager.dataSource.getMetadata(entity);
  let table = tables.get(metadata);
  if (table === undefined) tables.set(metadata, (table = createTable(metadata, dialectOf(manager))));
  return table;
}

function createTable({ tableName: name, columns }: EntityMetadata, dialect: Dialect): Table {
  const fields = columns.map((column) => fieldOf(column, dialect));
  const inserted = fields.filter(({ isInserted }) => isInserted);
  const select = `SELECT ${columns.map((column) => selectedOf(column)).join(', ')} FROM ${name} WHERE id = ?`;
  const names = inserted.map(({ column }) => column).join(', ');
  return {
    name,
    fields,
    inserted,
    select: new Statement(select),
    selectLocked: new Statement(`${select}${dialect.forUpdate}`),
    insert: new Statement(`INSERT INTO ${name} (${names}) VALUES ${placesOf(inserted)}`),
    updates: new Map(),
  };
}

function placesOf(inserted: readonly Field[]): string {
  return `(${inserted.map(() => '?').join(', ')})`;
}

/** A column as it is read; null for one that the database does not have. */
function selectedOf({ databaseName, query }: ColumnMetadata, alias = ''): string {
  if (query !== undefined) return `${query('')} AS ${databaseName}`;
  return alias === '' ? databaseName : `${alias}.${databaseName}`;
}

/** What TypeORM would find out for each value, of the types of columns that entities here have. */
function fieldOf(metadata: ColumnMetadata, dialect: Dialect): Field {
  const { propertyName, databaseName, isInsert, type } = metadata;
  const { to, from } = (metadata.transformer as Transformer | undefined) ?? UNCHANGED;
  const field = {
    property: propertyName,
    column: databaseName,
    isInserted: isInsert,
    default: metadata.default,
    isJson: type === 'json',
  };
  if (field.isJson) {
    const write = (value: unknown): unknown => {
      const plain: unknown = to(value);
      return plain === null || plain === undefined ? plain : JSON.stringify(plain);
    };
    return { ...field, read: (value) => from(dialect.readJson(value)), write };
  }
  if (type === 'boolean') return { ...field, read: (value) => (value === null ? null : Boolean(value)), write: to };
  if (isTimestamp(metadata)) {
    const read = (value: unknown): unknown =>
      value === null ? null : parseDateTime(dialect.readTimestamp(value as string));
    return { ...field, read, write: to };
  }
  if (isInterval(metadata))
    return { ...field, read: from, write: (value) => (value == null ? value : dialect.intervalText(value as number)) };
  return { ...field, read: from, write: to };
}

/** TypeORM's, of which no part needs the whole. */
interface Transformer {
  to(this: void, value: unknown): unknown;
  from(this: void, value: unknown): unknown;
}

const itself = (value: unknown): unknown => value;
const UNCHANGED: Transformer = { to: itself, from: itself };

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
  const { name, fields } = tableOf(manager, row.constructor as EntityClass);
  const holdsJson = dialect.isJsonLimited && name !== 'artifact';
  const issues: Issue[] = [];
  for (const { property, column, isJson } of fields) {
    if (isJson && !holdsJson) continue;
    const value = (row as unknown as RawRow)[property];
    const fault = faultIn(isJson ? toPlain(value, column) : value, dialect, 0);
    if (fault === null) continue;
    issues.push({ loc: [...nameOf(column), ...fault.path], ...said(model, { code: 'rule', msg: fault.msg }) });
  }
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
