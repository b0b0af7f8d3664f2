import { type MigrationInterface, type QueryRunner } from 'typeorm';

// what Prefect lets SQLite fill in, so that rows written by hand are rows
const ROW = `
  id CHAR(36) NOT NULL,
  created DATETIME DEFAULT (strftime('%Y-%m-%d %H:%M:%f000', 'now')) NOT NULL,
  updated DATETIME DEFAULT (strftime('%Y-%m-%d %H:%M:%f000', 'now')) NOT NULL`;

const RUN = `
  ${ROW},
  name VARCHAR NOT NULL,
  state_id CHAR(36),
  state_type VARCHAR(9),
  state_name VARCHAR,
  state_timestamp DATETIME,
  run_count INTEGER DEFAULT '0' NOT NULL,
  expected_start_time DATETIME,
  next_scheduled_start_time DATETIME,
  start_time DATETIME,
  end_time DATETIME,
  total_run_time DATETIME DEFAULT '1970-01-01 00:00:00.000000' NOT NULL,
  empirical_policy JSON DEFAULT '{}' NOT NULL,
  tags JSON DEFAULT '[]' NOT NULL`;

/** A table of states; its unique index keeps a run from being in two states at one time. */
function stateTable(run: 'flow_run' | 'task_run'): string[] {
  const table = `${run}_state`;
  return [
    `CREATE TABLE ${table} (
      ${ROW},
      type VARCHAR(9) NOT NULL,
      timestamp DATETIME DEFAULT (strftime('%Y-%m-%d %H:%M:%f000', 'now')) NOT NULL,
      name VARCHAR NOT NULL,
      message VARCHAR,
      state_details JSON DEFAULT '{}' NOT NULL,
      data JSON,
      ${run}_id CHAR(36) NOT NULL,
      result_artifact_id CHAR(36),
      CONSTRAINT pk_${table} PRIMARY KEY (id),
      CONSTRAINT fk_${table}__${run}_id__${run} FOREIGN KEY (${run}_id) REFERENCES ${run} (id) ON DELETE CASCADE,
      CONSTRAINT fk_${table}__result_artifact_id__artifact
        FOREIGN KEY (result_artifact_id) REFERENCES artifact (id) ON DELETE SET NULL
    )`,
    `CREATE UNIQUE INDEX uq_${table}__${run}_id_timestamp_desc ON ${table} (${run}_id, timestamp DESC)`,
    ...indexes(table, ['type', 'name', 'updated', 'result_artifact_id']),
  ];
}

function indexes(table: string, columns: readonly string[]): string[] {
  return columns.map((column) => `CREATE INDEX ix_${table}__${column} ON ${table} (${column})`);
}

const RUN_INDEXES = [
  'name',
  'state_id',
  'state_type',
  'state_name',
  'state_timestamp',
  'start_time',
  'updated',
] as const;

const UP: readonly string[] = [
  `CREATE TABLE flow (
    ${ROW},
    name VARCHAR NOT NULL,
    tags JSON DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_flow PRIMARY KEY (id),
    CONSTRAINT uq_flow__name UNIQUE (name)
  )`,
  ...indexes('flow', ['created', 'updated']),
  `CREATE TABLE artifact (
    ${ROW},
    key VARCHAR,
    type VARCHAR,
    data JSON,
    metadata_ JSON,
    description VARCHAR,
    task_run_id CHAR(36),
    flow_run_id CHAR(36),
    CONSTRAINT pk_artifact PRIMARY KEY (id)
  )`,
  ...indexes('artifact', ['key', 'task_run_id', 'flow_run_id', 'updated']),
  `CREATE TABLE flow_run (
    ${RUN},
    flow_id CHAR(36) NOT NULL,
    flow_version VARCHAR,
    deployment_id CHAR(36),
    deployment_version VARCHAR,
    work_queue_id CHAR(36),
    work_queue_name VARCHAR,
    parameters JSON DEFAULT '{}' NOT NULL,
    idempotency_key VARCHAR,
    context JSON DEFAULT '{}' NOT NULL,
    parent_task_run_id CHAR(36),
    auto_scheduled BOOLEAN DEFAULT '0' NOT NULL,
    infrastructure_document_id CHAR(36),
    infrastructure_pid VARCHAR,
    job_variables JSON DEFAULT '{}',
    created_by JSON,
    CONSTRAINT pk_flow_run PRIMARY KEY (id),
    CONSTRAINT fk_flow_run__flow_id__flow FOREIGN KEY (flow_id) REFERENCES flow (id) ON DELETE CASCADE,
    CONSTRAINT fk_flow_run__parent_task_run_id__task_run
      FOREIGN KEY (parent_task_run_id) REFERENCES task_run (id) ON DELETE SET NULL,
    CONSTRAINT fk_flow_run__state_id__flow_run_state
      FOREIGN KEY (state_id) REFERENCES flow_run_state (id) ON DELETE SET NULL
  )`,
  'CREATE UNIQUE INDEX uq_flow_run__flow_id_idempotency_key ON flow_run (flow_id, idempotency_key)',
  ...indexes('flow_run', [...RUN_INDEXES, 'flow_id', 'flow_version', 'deployment_id', 'parent_task_run_id']),
  `CREATE TABLE task_run (
    ${RUN},
    flow_run_id CHAR(36),
    task_key VARCHAR NOT NULL,
    dynamic_key VARCHAR NOT NULL,
    task_version VARCHAR,
    cache_key VARCHAR,
    cache_expiration DATETIME,
    task_inputs JSON DEFAULT '{}' NOT NULL,
    flow_run_run_count INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_task_run PRIMARY KEY (id),
    CONSTRAINT fk_task_run__flow_run_id__flow_run FOREIGN KEY (flow_run_id) REFERENCES flow_run (id) ON DELETE CASCADE,
    CONSTRAINT fk_task_run__state_id__task_run_state
      FOREIGN KEY (state_id) REFERENCES task_run_state (id) ON DELETE SET NULL
  )`,
  `CREATE UNIQUE INDEX uq_task_run__flow_run_id_task_key_dynamic_key
    ON task_run (flow_run_id, task_key, dynamic_key)`,
  ...indexes('task_run', [...RUN_INDEXES, 'flow_run_id']),
  ...stateTable('flow_run'),
  ...stateTable('task_run'),
];

const TABLES = ['flow_run_state', 'task_run_state', 'task_run', 'flow_run', 'artifact', 'flow'] as const;

/**
 * The tables of flows, runs, states and artifacts, with Prefect's names.
 *
 * @source prefect 2.20.25, server/database/orm_models.py; the schema that its SQLite migrations leave
 */
export class RunStates1764000000001 implements MigrationInterface {
  readonly name = 'RunStates1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
