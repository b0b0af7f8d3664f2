import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { dialectOf } from './dialect.js';

/**
 * Which background task is in whose hands. The queue itself is `task_run`: what is scheduled and not offered here waits. The
 * table is ours, Prefect keeps its queue in memory; so is the index by which the queue is read.
 */
export class TaskRunOffers1764000000006 implements MigrationInterface {
  readonly name = 'TaskRunOffers1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    const sql = dialectOf(runner);
    await runner.query(`CREATE TABLE task_run_offer (
      task_run_id ${sql.uuid} NOT NULL,
      state_id ${sql.uuid},
      client_id VARCHAR,
      socket_id ${sql.uuid},
      acknowledged BOOLEAN DEFAULT ${sql.no} NOT NULL,
      expires ${sql.timestamp},
      losses INTEGER DEFAULT 0 NOT NULL,
      CONSTRAINT pk_task_run_offer PRIMARY KEY (task_run_id),
      CONSTRAINT fk_task_run_offer__task_run_id__task_run
        FOREIGN KEY (task_run_id) REFERENCES task_run (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE INDEX ix_task_run__task_key_scheduled ON task_run (task_key, expected_start_time)
      WHERE state_type = 'SCHEDULED'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_task_run__task_key_scheduled');
    await runner.query('DROP TABLE task_run_offer');
  }
}
