import { randomUUID } from 'node:crypto';
import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { LOCAL_FILE_SYSTEM } from './local-file-system.js';
import { type Dialect, dialectOf, indexes, rowColumns } from './dialect.js';

function tables(sql: Dialect): string[] {
  return [
    `CREATE TABLE block_type (
      ${rowColumns(sql)},
      name VARCHAR NOT NULL,
      slug VARCHAR NOT NULL,
      logo_url VARCHAR,
      documentation_url VARCHAR,
      description VARCHAR,
      code_example VARCHAR,
      is_protected BOOLEAN DEFAULT ${sql.no} NOT NULL,
      CONSTRAINT pk_block_type PRIMARY KEY (id)
    )`,
    'CREATE UNIQUE INDEX uq_block_type__slug ON block_type (slug)',
    ...indexes('block_type', ['updated']),
    `CREATE TABLE block_schema (
      ${rowColumns(sql)},
      checksum VARCHAR NOT NULL,
      fields ${sql.json} DEFAULT '{}' NOT NULL,
      capabilities ${sql.json} DEFAULT '[]' NOT NULL,
      version VARCHAR DEFAULT 'non-versioned' NOT NULL,
      block_type_id ${sql.uuid} NOT NULL,
      CONSTRAINT pk_block_schema PRIMARY KEY (id),
      ${toType('block_schema')}
    )`,
    'CREATE UNIQUE INDEX uq_block_schema__checksum_version ON block_schema (checksum, version)',
    ...indexes('block_schema', ['block_type_id', 'created', 'updated']),
    `CREATE TABLE block_document (
      ${rowColumns(sql)},
      name VARCHAR NOT NULL,
      data ${sql.json} DEFAULT '{}' NOT NULL,
      is_anonymous BOOLEAN DEFAULT ${sql.no} NOT NULL,
      block_type_name VARCHAR,
      block_type_id ${sql.uuid} NOT NULL,
      block_schema_id ${sql.uuid} NOT NULL,
      CONSTRAINT pk_block_document PRIMARY KEY (id),
      ${toType('block_document')},
      CONSTRAINT fk_block__block_schema_id__block_schema
        FOREIGN KEY (block_schema_id) REFERENCES block_schema (id) ON DELETE CASCADE
    )`,
    'CREATE UNIQUE INDEX uq_block__type_id_name ON block_document (block_type_id, name)',
    ...indexes('block_document', ['is_anonymous', 'name', 'updated']),
  ];
}

function toType(table: string): string {
  return `CONSTRAINT fk_${table}__block_type_id__block_type FOREIGN KEY (block_type_id) REFERENCES block_type (id) ON DELETE CASCADE`;
}

/**
 * The tables of blocks, and in them the one that clients keep results with. They ask for it before they run anything whose
 * result is to be kept.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMBlockType`, `ORMBlockSchema`, `ORMBlockDocument`
 */
export class Blocks1764000000003 implements MigrationInterface {
  readonly name = 'Blocks1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    const sql = dialectOf(runner);
    for (const statement of tables(sql)) await runner.query(statement);
    const { type, schema } = LOCAL_FILE_SYSTEM;
    const typeId = randomUUID();
    await insert(runner, sql, 'block_type', { id: typeId, ...type, is_protected: sql.isPostgres ? true : 1 });
    await insert(runner, sql, 'block_schema', {
      id: randomUUID(),
      ...schema,
      fields: JSON.stringify(schema.fields),
      capabilities: JSON.stringify(schema.capabilities),
      block_type_id: typeId,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['block_document', 'block_schema', 'block_type']) await runner.query(`DROP TABLE ${table}`);
  }
}

async function insert(runner: QueryRunner, sql: Dialect, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => (sql.isPostgres ? `$${i + 1}` : '?'));
  await runner.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row));
}
