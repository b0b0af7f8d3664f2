/* A page of the runs that match: in which order, and how it is found however many there are. */
import { type EntityManager, type SelectQueryBuilder } from 'typeorm';

import { RUN_ORDERS, type RunOrder } from '../../api/index.js';
import { Field, type StateType } from '../../index.js';
import { dialectOf } from '../engines/sql.js';
import { COUNT, Given } from '../given.js';
import { type AnyRunEntity } from '../tables/run-tables.js';
import { FEW, fewOf } from './few.js';
import { type GivenRunFilter } from './filters.js';
import { type Where } from './where.js';

const ORDER_NAMES = Object.fromEntries(RUN_ORDERS.map((name) => [name, name]));

/** @internal */
export class PageGiven extends Given {
  @Field.enum(ORDER_NAMES, { default: 'ID_DESC' })
  declare sort: RunOrder;

  @Field.of(COUNT, { default: 200 })
  declare limit: number;

  @Field.of(COUNT, { default: 0 })
  declare offset: number;
}

/** Which runs match. @internal */
export interface Matching<R extends AnyRunEntity> {
  readonly table: new () => R;
  /** SQL of the row `run`. */
  readonly condition: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The types that a match is of one of; null when it may be of any. */
  readonly types: readonly StateType[] | null;
  /** SQL of ids, of at most `:look`, each of which finds every match, and maybe other runs, without looking through the table. */
  readonly among: readonly string[];
}

/** What matches all of several conditions. @internal */
export function matching(
  conditions: readonly (string | null)[],
  { parameters }: Where,
): Pick<Matching<AnyRunEntity>, 'condition' | 'parameters'> {
  const asked = conditions.filter((condition) => condition !== null);
  return { condition: asked.length === 0 ? '1 = 1' : asked.join(' AND '), parameters };
}

/** The types that a filter asks for one of; null when it may find others too. @internal */
export function typesOf(asked: GivenRunFilter | null): readonly StateType[] | null {
  const filters = [asked, asked?.state, asked?.state?.type];
  return filters.some((filter) => filter?.operator === 'or_') ? null : (asked?.state?.type?.any ?? null);
}

/** The runs of a page; their ids are found before anything else of them is read. @internal */
export async function paged<R extends AnyRunEntity>(
  reader: EntityManager,
  matching: Matching<R>,
  page: PageGiven,
): Promise<SelectQueryBuilder<R>> {
  const [expression, direction] = ORDER_BY[page.sort];
  const builder = reader.createQueryBuilder(matching.table, 'run').setParameters(matching.parameters);
  const { tableName } = reader.dataSource.getMetadata(matching.table);
  const few = await fewOf(reader, matching);
  const ids =
    few === null
      ? idsOf(tableName, matching, page, builder)
      : idsOf(fewIn(reader, tableName, few, builder), { ...matching, types: null }, page, builder);
  return builder
    .innerJoin(`(${ids})`, 'page', 'page.id = run.id')
    .orderBy(expression, direction)
    .addOrderBy('run.id', 'DESC');
}

/** All runs that match, to be counted. @internal */
export async function allOf<R extends AnyRunEntity>(
  reader: EntityManager,
  matching: Matching<R>,
): Promise<SelectQueryBuilder<R>> {
  const { table, condition, parameters } = matching;
  const builder = reader.createQueryBuilder(table, 'run').where(condition).setParameters(parameters);
  const few = await fewOf(reader, matching);
  return few === null ? builder : builder.andWhere(isFew(reader, 'run', few, builder));
}

/** Few rows of a table, as SQL. The LIMIT leaves none out: it keeps an engine from going by the index of an order all the same. */
function fewIn<R extends AnyRunEntity>(
  reader: EntityManager,
  table: string,
  few: readonly string[],
  builder: SelectQueryBuilder<R>,
): string {
  return `(SELECT * FROM ${table} WHERE ${isFew(reader, table, few, builder)} LIMIT ${FEW})`;
}

function isFew<R extends AnyRunEntity>(
  reader: EntityManager,
  alias: string,
  few: readonly string[],
  builder: SelectQueryBuilder<R>,
): string {
  const dialect = dialectOf(reader);
  builder.setParameter('few', dialect.listOf(few));
  return `${alias}.id ${dialect.isOneOf(':few')}`;
}

/**
 * The ids of a page, as SQL. Of several types each is looked through in its own order, by an index, as far as the page goes; at
 * once they would all be sorted first.
 */
function idsOf<R extends AnyRunEntity>(
  rows: string,
  { condition, types }: Matching<R>,
  { sort, limit, offset }: PageGiven,
  builder: SelectQueryBuilder<R>,
): string {
  const [expression, direction] = ORDER_BY[sort];
  builder.setParameters({ limit, offset, reach: limit + offset });
  const select = (more: string): string =>
    `SELECT run.id AS id, ${expression} AS place FROM ${rows} run WHERE ${condition}${more}`;
  // runs of the same time must not change places between two pages
  const order = `ORDER BY place ${direction}, id DESC`;
  const one = `${select('')} ${order} LIMIT :limit OFFSET :offset`;
  const apart = [...new Set(types)];
  if (apart.length < 2 || !BY_TYPE.has(sort)) return one;
  builder.setParameters(Object.fromEntries(apart.map((type, i) => [`type${i}`, type])));
  const each = apart.map(
    (_, i) => `SELECT * FROM (${select(` AND run.state_type = :type${i}`)} ${order} LIMIT :reach) t${i}`,
  );
  return `SELECT id FROM (${each.join(' UNION ALL ')}) runs ${order} LIMIT :limit OFFSET :offset`;
}

const ORDER_BY: Readonly<Record<RunOrder, readonly [expression: string, direction: 'ASC' | 'DESC']>> = {
  ID_DESC: ['run.id', 'DESC'],
  START_TIME_ASC: ['COALESCE(run.start_time, run.expected_start_time)', 'ASC'],
  START_TIME_DESC: ['COALESCE(run.start_time, run.expected_start_time)', 'DESC'],
  EXPECTED_START_TIME_ASC: ['run.expected_start_time', 'ASC'],
  EXPECTED_START_TIME_DESC: ['run.expected_start_time', 'DESC'],
  NAME_ASC: ['run.name', 'ASC'],
  NAME_DESC: ['run.name', 'DESC'],
  NEXT_SCHEDULED_START_TIME_ASC: ['run.next_scheduled_start_time', 'ASC'],
  END_TIME_DESC: ['run.end_time', 'DESC'],
};

/** The orders in which an index holds the runs of one type. */
const BY_TYPE: ReadonlySet<RunOrder> = new Set([
  'START_TIME_ASC',
  'START_TIME_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
]);
