import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { dialectOf } from './dialect.js';

/** An index, by its name, and what of which table it is of. */
type Index = readonly [name: string, of: string];

/** Both engines have them; SQLite's have lost the direction in later migrations of Prefect. */
const ON_BOTH: readonly Index[] = [
  ['ix_flow_run__deployment_version', 'flow_run (deployment_version)'],
  ['ix_flow_run__end_time_desc', 'flow_run (end_time DESC)'],
  ['ix_flow_run__expected_start_time_desc', 'flow_run (expected_start_time DESC)'],
  ['ix_flow_run__infrastructure_document_id', 'flow_run (infrastructure_document_id)'],
  ['ix_flow_run__next_scheduled_start_time_asc', 'flow_run (next_scheduled_start_time)'],
  ['ix_flow_run__work_queue_id', 'flow_run (work_queue_id)'],
  ['ix_flow_run__work_queue_name', 'flow_run (work_queue_name)'],
  ['ix_task_run__end_time_desc', 'task_run (end_time DESC)'],
  ['ix_task_run__expected_start_time_desc', 'task_run (expected_start_time DESC)'],
  ['ix_task_run__next_scheduled_start_time_asc', 'task_run (next_scheduled_start_time)'],
];

const ON_SQLITE: readonly Index[] = [
  ...ON_BOTH,
  ['ix_block_document__block_type_name_name', 'block_document (block_type_name, name)'],
  ...['block_document', 'block_type', 'flow', 'flow_run', 'task_run'].map((table): Index => [
    `ix_${table}_name_case_insensitive`,
    `${table} (name COLLATE NOCASE)`,
  ]),
];

const START = 'COALESCE(start_time, expected_start_time)';

const ON_POSTGRES: readonly Index[] = [
  ...ON_BOTH,
  [
    'ix_artifact__key_created_desc',
    'artifact (key, created DESC) INCLUDE (id, updated, type, task_run_id, flow_run_id)',
  ],
  ['ix_block_document__block_type_name__name', 'block_document (block_type_name, name)'],
  ['ix_block_schema__capabilities', 'block_schema USING gin (capabilities)'],
  ['ix_flow_run__coalesce_start_time_expected_start_time_asc', `flow_run (${START})`],
  ['ix_flow_run__coalesce_start_time_expected_start_time_desc', `flow_run (${START} DESC)`],
  [
    'ix_flow_run__scheduler_deployment_id_auto_scheduled_next_schedu',
    "flow_run (deployment_id, auto_scheduled, next_scheduled_start_time) WHERE state_type = 'SCHEDULED'",
  ],
];

/** For parts of names: they need an extension of Postgres. */
const OF_NAME_PARTS = ['block_document', 'block_type', 'flow', 'flow_run', 'task_run'] as const;

/** Creates the extension, unless the user may not, or the server lacks it. An error would end the whole transaction. */
const TRY_EXTENSION = `DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR invalid_schema_name THEN NULL;
END $$`;

/** Where the extension is, if it is there: its schema need not be on the search path. */
const EXTENSION_SCHEMA = `SELECT quote_ident(nspname) AS schema
  FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm'`;

async function makeForNameParts(runner: QueryRunner): Promise<void> {
  await runner.query(TRY_EXTENSION);
  const [found] = (await runner.query(EXTENSION_SCHEMA)) as { readonly schema: string }[];
  if (found === undefined) return;
  for (const table of OF_NAME_PARTS) {
    await runner.query(`CREATE INDEX trgm_ix_${table}_name ON ${table} USING gin (name ${found.schema}.gin_trgm_ops)`);
  }
}

/**
 * The indexes that Prefect's tables have beside those that keep them in order: for searches and for other orders.
 *
 * @source prefect 2.20.25, the schemas that its migrations leave on each engine
 */
export class Indexes1764000000004 implements MigrationInterface {
  readonly name = 'Indexes1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    const { isPostgres } = dialectOf(runner);
    for (const [name, of] of isPostgres ? ON_POSTGRES : ON_SQLITE) await runner.query(`CREATE INDEX ${name} ON ${of}`);
    if (isPostgres) await makeForNameParts(runner);
  }

  /** The extension stays: others may use it. */
  async down(runner: QueryRunner): Promise<void> {
    const { isPostgres } = dialectOf(runner);
    for (const [name] of isPostgres ? ON_POSTGRES : ON_SQLITE) await runner.query(`DROP INDEX ${name}`);
    if (!isPostgres) return;
    for (const table of OF_NAME_PARTS) await runner.query(`DROP INDEX IF EXISTS trgm_ix_${table}_name`);
  }
}
