import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { type Dialect, dialectOf, indexes, rowColumns } from './dialect.js';

const STATE_TYPES = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'CRASHED',
  'PAUSED',
  'CANCELLING',
] as const;

const RUN_INDEXES = [
  'name',
  'state_id',
  'state_type',
  'state_name',
  'state_timestamp',
  'start_time',
  'updated',
] as const;

function runColumns(sql: Dialect): string {
  return `
  ${rowColumns(sql)},
  name VARCHAR NOT NULL,
  state_id ${sql.uuid},
  state_type ${sql.stateType},
  state_name VARCHAR,
  state_timestamp ${sql.timestamp},
  run_count INTEGER DEFAULT '0' NOT NULL,
  expected_start_time ${sql.timestamp},
  next_scheduled_start_time ${sql.timestamp},
  start_time ${sql.timestamp},
  end_time ${sql.timestamp},
  total_run_time ${sql.interval} DEFAULT ${sql.noTime} NOT NULL,
  empirical_policy ${sql.json} DEFAULT '{}' NOT NULL,
  tags ${sql.json} DEFAULT '[]' NOT NULL`;
}

/* Which table refers to which; runs and their states refer to each other. */
const KEYS = [
  ['flow_run', 'flow_id', 'flow', 'CASCADE'],
  ['flow_run', 'parent_task_run_id', 'task_run', 'SET NULL'],
  ['flow_run', 'state_id', 'flow_run_state', 'SET NULL'],
  ['task_run', 'flow_run_id', 'flow_run', 'CASCADE'],
  ['task_run', 'state_id', 'task_run_state', 'SET NULL'],
  ['flow_run_state', 'flow_run_id', 'flow_run', 'CASCADE'],
  ['flow_run_state', 'result_artifact_id', 'artifact', 'SET NULL'],
  ['task_run_state', 'task_run_id', 'task_run', 'CASCADE'],
  ['task_run_state', 'result_artifact_id', 'artifact', 'SET NULL'],
] as const;

type Key = (typeof KEYS)[number];

function constraint([table, column, target, onDelete]: Key): string {
  return `CONSTRAINT fk_${table}__${column}__${target} FOREIGN KEY (${column}) REFERENCES ${target} (id) ON DELETE ${onDelete}`;
}

/** SQLite cannot add a foreign key to a table that there is, and does not mind a table that there is not yet. */
function inTable(sql: Dialect, table: string): string {
  if (sql.isPostgres) return '';
  return KEYS.filter((key) => key[0] === table)
    .map((key) => `,\n${constraint(key)}`)
    .join('');
}

function flowAndArtifact(sql: Dialect): string[] {
  return [
    `CREATE TABLE flow (
      ${rowColumns(sql)},
      name VARCHAR NOT NULL,
      tags ${sql.json} DEFAULT '[]' NOT NULL,
      CONSTRAINT pk_flow PRIMARY KEY (id),
      CONSTRAINT uq_flow__name UNIQUE (name)
    )`,
    ...indexes('flow', ['created', 'updated']),
    `CREATE TABLE artifact (
      ${rowColumns(sql)},
      key VARCHAR,
      type VARCHAR,
      data ${sql.artifactJson},
      metadata_ ${sql.artifactJson},
      description VARCHAR,
      task_run_id ${sql.uuid},
      flow_run_id ${sql.uuid},
      CONSTRAINT pk_artifact PRIMARY KEY (id)
    )`,
    ...indexes('artifact', ['key', 'task_run_id', 'flow_run_id', 'updated']),
  ];
}

function flowRun(sql: Dialect): string[] {
  return [
    `CREATE TABLE flow_run (
      ${runColumns(sql)},
      flow_id ${sql.uuid} NOT NULL,
      flow_version VARCHAR,
      deployment_id ${sql.uuid},
      deployment_version VARCHAR,
      work_queue_id ${sql.uuid},
      work_queue_name VARCHAR,
      parameters ${sql.json} DEFAULT '{}' NOT NULL,
      idempotency_key VARCHAR,
      context ${sql.json} DEFAULT '{}' NOT NULL,
      parent_task_run_id ${sql.uuid},
      auto_scheduled BOOLEAN DEFAULT ${sql.no} NOT NULL,
      infrastructure_document_id ${sql.uuid},
      infrastructure_pid VARCHAR,
      job_variables ${sql.json} DEFAULT '{}',
      created_by ${sql.json},
      CONSTRAINT pk_flow_run PRIMARY KEY (id)${inTable(sql, 'flow_run')}
    )`,
    'CREATE UNIQUE INDEX uq_flow_run__flow_id_idempotency_key ON flow_run (flow_id, idempotency_key)',
    ...indexes('flow_run', [...RUN_INDEXES, 'flow_id', 'flow_version', 'deployment_id', 'parent_task_run_id']),
  ];
}

function taskRun(sql: Dialect): string[] {
  return [
    `CREATE TABLE task_run (
      ${runColumns(sql)},
      flow_run_id ${sql.uuid},
      task_key VARCHAR NOT NULL,
      dynamic_key VARCHAR NOT NULL,
      task_version VARCHAR,
      cache_key VARCHAR,
      cache_expiration ${sql.timestamp},
      task_inputs ${sql.json} DEFAULT '{}' NOT NULL,
      flow_run_run_count INTEGER DEFAULT '0' NOT NULL,
      CONSTRAINT pk_task_run PRIMARY KEY (id)${inTable(sql, 'task_run')}
    )`,
    `CREATE UNIQUE INDEX uq_task_run__flow_run_id_task_key_dynamic_key
      ON task_run (flow_run_id, task_key, dynamic_key)`,
    ...indexes('task_run', [...RUN_INDEXES, 'flow_run_id']),
  ];
}

/** A table of states; its unique index keeps a run from being in two states at one time. */
function stateTable(sql: Dialect, run: 'flow_run' | 'task_run'): string[] {
  const table = `${run}_state`;
  return [
    `CREATE TABLE ${table} (
      ${rowColumns(sql)},
      type ${sql.stateType} NOT NULL,
      timestamp ${sql.timestamp} DEFAULT ${sql.now} NOT NULL,
      name VARCHAR NOT NULL,
      message VARCHAR,
      state_details ${sql.json} DEFAULT '{}' NOT NULL,
      data ${sql.json},
      ${run}_id ${sql.uuid} NOT NULL,
      result_artifact_id ${sql.uuid},
      CONSTRAINT pk_${table} PRIMARY KEY (id)${inTable(sql, table)}
    )`,
    `CREATE UNIQUE INDEX uq_${table}__${run}_id_timestamp_desc ON ${table} (${run}_id, timestamp DESC)`,
    ...indexes(table, ['type', 'name', 'updated', 'result_artifact_id']),
  ];
}

const TABLES = ['flow_run_state', 'task_run_state', 'task_run', 'flow_run', 'artifact', 'flow'] as const;

function up(sql: Dialect): string[] {
  const tables = [
    ...flowAndArtifact(sql),
    ...flowRun(sql),
    ...taskRun(sql),
    ...stateTable(sql, 'flow_run'),
    ...stateTable(sql, 'task_run'),
  ];
  if (!sql.isPostgres) return tables;
  const type = `CREATE TYPE state_type AS ENUM (${STATE_TYPES.map((name) => `'${name}'`).join(', ')})`;
  return [type, ...tables, ...KEYS.map((key) => `ALTER TABLE ${key[0]} ADD ${constraint(key)}`)];
}

function down(sql: Dialect): string[] {
  // in one statement: the tables refer to each other
  if (sql.isPostgres) return [`DROP TABLE ${TABLES.join(', ')}`, 'DROP TYPE state_type'];
  return TABLES.map((table) => `DROP TABLE ${table}`);
}

/**
 * The tables of flows, runs, states and artifacts, with Prefect's names.
 *
 * @source prefect 2.20.25, server/database/orm_models.py; the schemas that its migrations leave
 */
export class RunStates1764000000001 implements MigrationInterface {
  readonly name = 'RunStates1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up(dialectOf(runner))) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down(dialectOf(runner))) await runner.query(statement);
  }
}
