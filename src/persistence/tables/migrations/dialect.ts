/* What Prefect's columns are on each engine, so that one migration makes the tables of both. */
import { type QueryRunner } from 'typeorm';

/** The words of one engine's SQL. */
export interface Dialect {
  readonly isPostgres: boolean;
  readonly uuid: string;
  /** Default of a row's id, as Prefect has it. */
  readonly newUuid: string;
  readonly timestamp: string;
  readonly now: string;
  readonly interval: string;
  readonly noTime: string;
  readonly stateType: string;
  /** The json of what is queried. */
  readonly json: string;
  /** The json of artifacts, which keeps its text. */
  readonly artifactJson: string;
  readonly no: string;
  readonly yes: string;
}

const SQLITE: Dialect = {
  isPostgres: false,
  uuid: 'CHAR(36)',
  newUuid: '',
  timestamp: 'DATETIME',
  now: "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
  interval: 'DATETIME',
  noTime: "'1970-01-01 00:00:00.000000'",
  stateType: 'VARCHAR(9)',
  json: 'JSON',
  artifactJson: 'JSON',
  no: "'0'",
  yes: '1',
};

const POSTGRES: Dialect = {
  isPostgres: true,
  uuid: 'UUID',
  newUuid: 'DEFAULT gen_random_uuid()',
  timestamp: 'TIMESTAMPTZ(6)',
  now: 'CURRENT_TIMESTAMP',
  interval: 'INTERVAL',
  noTime: "'0'",
  stateType: 'state_type',
  json: 'JSONB',
  artifactJson: 'JSON',
  no: 'false',
  yes: 'true',
};

/** The dialect of the database that a migration runs on. */
export function dialectOf(runner: QueryRunner): Dialect {
  return runner.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
}

/** The columns that every row has. */
export function rowColumns({ uuid, newUuid, timestamp, now }: Dialect): string {
  return `
  id ${uuid} ${newUuid} NOT NULL,
  created ${timestamp} DEFAULT ${now} NOT NULL,
  updated ${timestamp} DEFAULT ${now} NOT NULL`;
}

/** Plain indexes, one a column, named as Prefect names them. */
export function indexes(table: string, columns: readonly string[]): string[] {
  return columns.map((column) => `CREATE INDEX ix_${table}__${column} ON ${table} (${column})`);
}
