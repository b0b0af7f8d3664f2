import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { type Dialect, dialectOf, indexes, rowColumns } from './dialect.js';

const LABELLED = ['flow', 'flow_run', 'task_run'] as const;

function tables(sql: Dialect): string[] {
  return [
    `CREATE TABLE flow_run_input (
      ${rowColumns(sql)},
      key VARCHAR NOT NULL,
      value TEXT NOT NULL,
      flow_run_id ${sql.uuid} NOT NULL,
      sender VARCHAR,
      CONSTRAINT pk_flow_run_input PRIMARY KEY (id),
      CONSTRAINT uq_flow_run_input__flow_run_id_key UNIQUE (flow_run_id, key),
      CONSTRAINT fk_flow_run_input__flow_run_id__flow_run
        FOREIGN KEY (flow_run_id) REFERENCES flow_run (id) ON DELETE CASCADE
    )`,
    ...indexes('flow_run_input', ['updated']),
    `CREATE TABLE log (
      ${rowColumns(sql)},
      name VARCHAR NOT NULL,
      level SMALLINT NOT NULL,
      flow_run_id ${sql.uuid},
      task_run_id ${sql.uuid},
      message TEXT NOT NULL,
      timestamp ${sql.timestamp} NOT NULL,
      CONSTRAINT pk_log PRIMARY KEY (id)
    )`,
    'CREATE INDEX ix_log__flow_run_id_timestamp ON log (flow_run_id, timestamp)',
    ...indexes('log', ['flow_run_id', 'level', 'task_run_id', 'timestamp', 'updated']),
  ];
}

/** An index of a table that is here already, by its name, and what of the table it is of. */
type Index = readonly [name: string, of: string];

const START = 'COALESCE(start_time, expected_start_time)';
const SCHEDULE = { sqlite: "json_extract(created_by, '$.id')", postgres: "(created_by ->> 'id')" };

function added({ isPostgres, yes }: Dialect): Index[] {
  const schedule = isPostgres ? SCHEDULE.postgres : SCHEDULE.sqlite;
  const onBoth: Index[] = [
    [
      'ix_flow_run__schedule_id_scheduler',
      `flow_run (deployment_id, ${schedule}, next_scheduled_start_time)
        WHERE state_type = 'SCHEDULED' AND auto_scheduled = ${yes}`,
    ],
    ['ix_flow_run__state_type_coalesce_start_time', `flow_run (state_type, ${START})`],
    ['ix_task_run__state_type_start_time', 'task_run (state_type, start_time)'],
  ];
  if (isPostgres) return onBoth;
  return [
    ...onBoth,
    ['ix_artifact__key_created_desc', 'artifact (key, created DESC)'],
    [
      'ix_flow_run__scheduler_deployment_id_auto_scheduled_next_schedu',
      "flow_run (deployment_id, auto_scheduled, next_scheduled_start_time) WHERE state_type = 'SCHEDULED'",
    ],
  ];
}

/**
 * What Prefect 3 keeps beside Prefect 2: labels, and its new indexes; and two tables that both have, of the inputs of flow
 * runs and of the lines that runs log.
 *
 * @source prefect 3.8.8, server/database/orm_models.py; the schemas that its migrations leave on each engine
 */
export class Prefect31764000000005 implements MigrationInterface {
  readonly name = 'Prefect31764000000005';

  async up(runner: QueryRunner): Promise<void> {
    const sql = dialectOf(runner);
    for (const table of LABELLED) await runner.query(`ALTER TABLE ${table} ADD COLUMN labels ${sql.json}`);
    for (const statement of tables(sql)) await runner.query(statement);
    for (const [name, of] of added(sql)) await runner.query(`CREATE INDEX ${name} ON ${of}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of added(dialectOf(runner))) await runner.query(`DROP INDEX ${name}`);
    for (const table of ['log', 'flow_run_input']) await runner.query(`DROP TABLE ${table}`);
    for (const table of LABELLED) await runner.query(`ALTER TABLE ${table} DROP COLUMN labels`);
  }
}
