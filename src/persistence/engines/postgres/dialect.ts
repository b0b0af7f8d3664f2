import { type EntityManager, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

import { type Dialect, Statement } from '../dialect.js';
import { type Connection, query, sentBy } from './short-transaction.js';

/** For Postgres: pg parses JSON, our type parsers give instants as text of the wire, and rows are locked. @internal */
export const POSTGRES: Dialect = {
  engine: 'postgres',
  hasPools: true,

  withPlaces,
  ask,
  async writeInOne(manager, writes) {
    const statement = inOne(writes.map((each) => each.statement));
    const values = writes.flatMap(({ parameters }) => parameters);
    const sent = sentBy(manager);
    if (sent === undefined) await ask(manager, statement, values);
    else sent.send({ name: statement.name, text: textOf(statement), values });
  },
  forUpdate: ' FOR UPDATE',
  forUpdateOfFree: (table) => ` FOR UPDATE OF ${table} SKIP LOCKED`,
  asText: (column) => `${column}::text`,
  isOneOf: (place) => `= ANY(${place})`,
  listOf: (values) => values,
  valuesIn: (place) => `unnest(${place}::text[]) AS listed(value)`,
  isTrue: (column, field) => `${column} ->> '${field}' = 'true'`,
  // an index of trigrams serves it, unlike LOWER
  isLike: (column, place) => `${column} ILIKE ${place}`,
  // Postgres has an index of the items of lists
  hasTagTable: () => Promise.resolve(false),
  idsWhere: (table, condition, limit) => `SELECT id FROM ${table} WHERE ${condition} LIMIT ${limit}`,
  holds: (column, place) => `${column} @> jsonb_build_array(${place}::text)`,
  // the columns have the table's types, without a cast
  rowsIn: (table, _columns, place) => `json_populate_recordset(NULL::${table}, ${place})`,
  jsonInJson: (value) => value,

  readJson: (value) => value,
  readTimestamp: (text) => text,
  intervalText: (microseconds) => `${microseconds} microseconds`,
  holdsNul: false,
  isJsonLimited: true,

  async waitBriefly(manager) {
    await manager.query("SET LOCAL lock_timeout = '100ms'");
  },
  async lockName(manager, name) {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(name)]);
  },
  // class 23 of SQLSTATE: integrity constraint violation
  isConflict: ({ code }) => typeof code === 'string' && /^23\w{3}$/.test(code),
  brokenKey({ code, constraint }) {
    // the constraint's name says the column; a failed transaction runs no further query
    return code === '23503' ? { isOf: (column) => String(constraint).includes(`__${column}__`) } : null;
  },
  tables: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false))',
  columns: `SELECT table_name AS "table", column_name AS "column"
    FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))`,
};

function withPlaces(sql: string): string {
  let place = 0;
  return sql.replaceAll('?', () => `$${(place += 1)}`);
}

const texts = new WeakMap<Statement, string>();

function textOf(statement: Statement): string {
  let text = texts.get(statement);
  if (text === undefined) texts.set(statement, (text = withPlaces(statement.sql)));
  return text;
}

/** Runs a statement that its connection has prepared. @throws as TypeORM does */
async function ask(manager: EntityManager, statement: Statement, values: readonly unknown[]): Promise<unknown[]> {
  const connection = sentBy(manager)?.connection ?? (await connectionOf(manager));
  return query(connection, { name: statement.name, text: textOf(statement), values });
}

/** The transaction's connection; outside of one, the pool, which uses any free connection. @throws as TypeORM does */
async function connectionOf({ dataSource, queryRunner }: EntityManager): Promise<Connection> {
  if (queryRunner === undefined) return (dataSource.driver as PostgresDriver).master as Connection;
  if (queryRunner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  return (await queryRunner.connect()) as Connection;
}

const combined = new Map<string, Statement>();

/** Makes one statement of many, which takes one round trip. */
function inOne(all: readonly Statement[]): Statement {
  const name = all.map((each) => each.name).join();
  let one = all.length === 1 ? all[0] : combined.get(name);
  if (one === undefined) {
    const [last, ...before] = all.map(({ sql }) => sql).reverse();
    const parts = before.reverse().map((sql, i) => `write_${i} AS (${sql})`);
    combined.set(name, (one = new Statement(`WITH ${parts.join(', ')} ${last!}`)));
  }
  return one;
}
