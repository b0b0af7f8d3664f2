import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { dialectOf, indexes, rowColumns } from './dialect.js';

/**
 * The table that says which state answers for a cache key.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMTaskRunStateCache`
 */
export class StateCache1764000000002 implements MigrationInterface {
  readonly name = 'StateCache1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    const sql = dialectOf(runner);
    await runner.query(`CREATE TABLE task_run_state_cache (
      ${rowColumns(sql)},
      cache_key VARCHAR NOT NULL,
      cache_expiration ${sql.timestamp},
      task_run_state_id ${sql.uuid} NOT NULL,
      CONSTRAINT pk_task_run_state_cache PRIMARY KEY (id)
    )`);
    await runner.query(
      'CREATE INDEX ix_task_run_state_cache__cache_key_created_desc ON task_run_state_cache (cache_key, created DESC)',
    );
    for (const statement of indexes('task_run_state_cache', ['updated'])) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE task_run_state_cache');
  }
}
