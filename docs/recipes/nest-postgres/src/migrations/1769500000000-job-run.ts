import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Adds what `JobRun` has beside Prefect's columns: written by hand, since TypeORM leaves the table alone. */
export class JobRun1769500000000 implements MigrationInterface {
  readonly name = 'JobRun1769500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE flow_run ADD COLUMN team text');
    await runner.query('CREATE INDEX ix_flow_run_team ON flow_run (team)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_flow_run_team');
    await runner.query('ALTER TABLE flow_run DROP COLUMN team');
  }
}
