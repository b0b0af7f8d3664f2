/*
 * Reads and writes rows of entities, by SQL that is made once from TypeORM's metadata. TypeORM itself would make it again each
 * time, which takes longer than the database.
 */
import { DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';

import { OUT_OF_RANGE, timeFault } from '../../api/index.js';
import { currentDateTime, type Issue, parseDateTime, ValidationError } from '../../index.js';
import { isPlain, said } from '../../inner.js';
import { type Dialect, Statement, type Write } from '../engines/dialect.js';
import { ask, dialectOf, queryRows } from '../engines/sql.js';
import { isInterval, isTimestamp, parseInterval, toPlain, toTimestamp } from './columns.js';
import { type RowEntity } from './row.entity.js';

type EntityClass<E extends RowEntity = RowEntity> = new () => E;

type Path = readonly (string | number)[];

/** A row as a driver gives it. @internal */
export type RawRow = Readonly<Record<string, unknown>>;

/** A column of an entity. */
interface Field {
  readonly property: string;
  readonly column: string;
  readonly isInserted: boolean;
  readonly default: unknown;
  /** The form in which values are kept; null for values that are kept as they are. */
  readonly form: 'json' | 'boolean' | 'timestamp' | 'interval' | null;
  /** Makes a model of the JSON in the column; null where the column holds other JSON. */
  readonly toModel: ((json: unknown) => unknown) | null;
}

/** The table of an entity, and its statements. */
interface Table {
  readonly name: string;
  readonly dialect: Dialect;
  readonly fields: readonly Field[];
  readonly inserted: readonly Field[];
  readonly select: Statement;
  readonly selectLocked: Statement;
  readonly insert: Statement;
  /** By the properties that change. */
  readonly updates: Map<string, Update>;
}

/** A statement that changes some columns of a row. */
interface Update {
  readonly statement: Statement;
  readonly fields: readonly Field[];
}

const tables = new WeakMap<EntityMetadata, Table>();

/** Reads the row with an id; null when there is none. On Postgres, `lock` locks it until the transaction ends. @internal */
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

/** Makes an entity of a row that was selected by {@link columnsOf}. @internal */
export function rowOf<E extends RowEntity>(manager: EntityManager, entity: EntityClass<E>, found: RawRow): E {
  const { dialect, fields } = tableOf(manager, entity);
  const row = new entity();
  for (const field of fields)
    (row as Record<string, unknown>)[field.property] = valueOf(field, found[field.column], dialect);
  return row;
}

/** Reads the value of a property from what the driver gives for its column. */
function valueOf({ form, toModel }: Field, kept: unknown, dialect: Dialect): unknown {
  if (form === 'json') {
    const json = dialect.readJson(kept);
    return toModel === null ? json : toModel(json);
  }
  if (form === null || kept === null) return kept;
  if (form === 'boolean') return Boolean(kept);
  return form === 'timestamp' ? parseDateTime(dialect.readTimestamp(kept as string)) : parseInterval(kept as string);
}

/** Inserts new rows of one table, and sets the times of those that have none. @internal */
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

/** Makes the statement that inserts a new row, and sets the row's times unless it has them. @internal */
export function insertOf(manager: EntityManager, row: RowEntity): Write {
  if ((row as Partial<RowEntity>).updated === undefined) row.stampInsert();
  const { dialect, inserted, insert } = tableOf(manager, row.constructor as EntityClass);
  return { statement: insert, parameters: parametersOf(inserted, row, dialect) };
}

/** Changes some columns of the row with an id, by the names of its properties. @internal */
export async function updateRow<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  changes: Partial<E>,
): Promise<void> {
  const { statement, parameters } = updateOf(manager, entity, id, changes);
  await ask(manager, statement, parameters);
}

/** Makes the statement of {@link updateRow}. @internal */
export function updateOf<E extends RowEntity>(
  manager: EntityManager,
  entity: EntityClass<E>,
  id: string,
  changes: Partial<E>,
): Write {
  const row = { updated: currentDateTime(), ...changes };
  const table = tableOf(manager, entity);
  const names = Object.keys(row).join();
  let update = table.updates.get(names);
  if (update === undefined) table.updates.set(names, (update = createUpdate(table, row)));
  return { statement: update.statement, parameters: [...parametersOf(update.fields, row, table.dialect), id] };
}

function createUpdate({ name, fields }: Table, row: object): Update {
  const changed = fields.filter(({ property }) => Object.hasOwn(row, property));
  const places = changed.map(({ column }) => `${column} = ?`).join(', ');
  return { statement: new Statement(`UPDATE ${name} SET ${places} WHERE id = ?`), fields: changed };
}

function parametersOf(fields: readonly Field[], row: object, dialect: Dialect): unknown[] {
  const parameters: unknown[] = [];
  for (const field of fields) {
    const value = (row as RawRow)[field.property];
    parameters.push(keptOf(field, value === undefined ? field.default : value, dialect));
  }
  return parameters;
}

/** Writes a value for its column. @throws {@link SerializationError} for what JSON or the column cannot hold */
function keptOf({ column, form, toModel }: Field, value: unknown, dialect: Dialect): unknown {
  if (value === null || value === undefined) return null;
  if (form === 'json') return JSON.stringify(toModel === null ? value : toPlain(value, column));
  if (form === 'timestamp') return toTimestamp(value as DateTime, column);
  return form === 'interval' ? dialect.intervalText(value as number) : value;
}

function tableOf(manager: EntityManager, entity: EntityClass): Table {
  const metadata = manager.dataSource.getMetadata(entity);
  let table = tables.get(metadata);
  if (table === undefined) tables.set(metadata, (table = createTable(metadata, dialectOf(manager))));
  return table;
}

function createTable({ tableName: name, columns }: EntityMetadata, dialect: Dialect): Table {
  const fields = columns.map((column) => fieldOf(column));
  const inserted = fields.filter(({ isInserted }) => isInserted);
  const select = `SELECT ${columns.map((column) => selectedOf(column)).join(', ')} FROM ${name} WHERE id = ?`;
  const names = inserted.map(({ column }) => column).join(', ');
  return {
    name,
    dialect,
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

/** A column as it is selected; null for one that the database lacks. */
function selectedOf({ databaseName, query }: ColumnMetadata, alias = ''): string {
  if (query !== undefined) return `${query('')} AS ${databaseName}`;
  return alias === '' ? databaseName : `${alias}.${databaseName}`;
}

/** Finds out once what TypeORM would find out for each value. */
function fieldOf(metadata: ColumnMetadata): Field {
  const { propertyName: property, databaseName: column, isInsert: isInserted, default: usual, type } = metadata;
  const { from: toModel = null } = (metadata.transformer ?? {}) as { readonly from?: Field['toModel'] };
  const field = { property, column, isInserted, default: usual, toModel: null };
  if (type === 'json') return { ...field, form: 'json', toModel };
  if (type === 'boolean') return { ...field, form: 'boolean' };
  if (isTimestamp(metadata)) return { ...field, form: 'timestamp' };
  return { ...field, form: isInterval(metadata) ? 'interval' : null };
}

/**
 * Refuses texts that could not be read back unchanged, and instants outside of the years 1 to 9999 in UTC. The data of an
 * artifact may hold any text, as escapes.
 *
 * @param nameOf - gives the beginning of a fault's `loc`
 * @throws {@link ValidationError} naming every field
 * @internal
 */
export function refuseUnwritable(
  manager: EntityManager,
  row: RowEntity,
  { model = row.constructor, nameOf = (column: string): Path => [column] } = {},
): void {
  const { name, dialect, fields } = tableOf(manager, row.constructor as EntityClass);
  const holdsJson = dialect.isJsonLimited && name !== 'artifact';
  const issues: Issue[] = [];
  for (const { property, column, form } of fields) {
    if (form === 'json' && !holdsJson) continue;
    const value = (row as unknown as RawRow)[property];
    const fault = faultIn(form === 'json' ? toPlain(value, column) : value, dialect, 0);
    if (fault === null) continue;
    issues.push({ loc: [...nameOf(column), ...fault.path], ...said(model, { code: 'rule', msg: fault.msg }) });
  }
  if (issues.length > 0) throw ValidationError.of(model, issues);
}

/** Whether a text column can hold a text; otherwise a search for it finds nothing. @internal */
export function isHeld(text: string, dialect: Dialect): boolean {
  return textFault(text, dialect) === null;
}

/**
 * Says why no text column can hold a text; null for a text that can be kept. UTF-8 has no bytes for a lone surrogate: either
 * database would keep another text instead.
 *
 * @internal
 */
export function textFault(text: string, { holdsNul }: Dialect): string | null {
  if (!text.isWellFormed()) return 'the text has a lone surrogate, which UTF-8 cannot hold';
  return holdsNul || !text.includes('\0') ? null : 'the text has a U+0000, which Postgres cannot hold';
}

/** No reader goes deeper; deeper JSON is refused when it is read. */
const MAX_DEPTH = 1000;

function faultIn(
  value: unknown,
  dialect: Dialect,
  depth: number,
): { readonly path: Path; readonly msg: string } | null {
  if (typeof value === 'string') {
    const msg = textFault(value, dialect);
    return msg === null ? null : { path: [], msg };
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  if (DateTime.isDateTime(value)) return timeFault(value) && { path: [], msg: OUT_OF_RANGE.msg };
  // a model at the top has been written out already
  if (!Array.isArray(value) && !isPlain(value)) return null;
  for (const [key, item] of Object.entries(value)) {
    const fault = faultIn(key, dialect, depth) ?? faultIn(item, dialect, depth + 1);
    if (fault !== null) return { path: [Array.isArray(value) ? Number(key) : key, ...fault.path], msg: fault.msg };
  }
  return null;
}
