import { type Dialect, surrogateFault } from '../dialect.js';

/** Postgres's: pg parses JSON, our type parsers write instants as the wire does, and rows are locked. @internal */
export const POSTGRES: Dialect = {
  engine: 'postgres',
  hasPools: true,

  withPlaces(sql) {
    let place = 0;
    return sql.replaceAll('?', () => `$${(place += 1)}`);
  },
  forUpdate: ' FOR UPDATE',
  forUpdateOfFree: (table) => ` FOR UPDATE OF ${table} SKIP LOCKED`,
  asText: (column) => `${column}::text`,
  isOneOf: (place) => `= ANY(${place})`,
  listOf: (values) => values,
  // an index of the parts of names serves it, unlike LOWER
  isLike: (column, place) => `${column} ILIKE ${place}`,
  holds: (column, place) => `${column} @> jsonb_build_array(${place}::text)`,
  valuesIn: (place) => `unnest(${place}::text[]) AS listed(value)`,
  isTrue: (column, field) => `${column} ->> '${field}' = 'true'`,
  // the columns are of the table's types, without a cast
  rowsIn: (table, _columns, place) => `json_populate_recordset(NULL::${table}, ${place})`,
  jsonInJson: (value) => value,

  readJson: (value) => value,
  readTimestamp: (text) => text,
  intervalText: (microseconds) => `${microseconds} microseconds`,
  textFault(text) {
    return surrogateFault(text) ?? (text.includes('\0') ? 'the text has a U+0000, which Postgres cannot hold' : null);
  },
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
    // the name says the column; nothing else can be asked in this transaction
    return code === '23503' ? { isOf: (column) => String(constraint).includes(`__${column}__`) } : null;
  },
  tables: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false))',
  columns: `SELECT table_name AS "table", column_name AS "column"
    FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))`,
};
