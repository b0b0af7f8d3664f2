import { type MigrationInterface, type QueryRunner } from 'typeorm';

const START = 'COALESCE(start_time, expected_start_time)';

/* The pages of a flow; docs/scale.md has a line for each. */
const INDEXES = [
  ['ix_flow_run__flow_id_start_id', `flow_run (flow_id, ${START} DESC, id DESC)`],
  ['ix_flow_run__flow_id_expected_start_time_id', 'flow_run (flow_id, expected_start_time DESC, id DESC)'],
] as const;

/** Finds the runs of a flow in the orders of their start, however many it has. */
export class FlowsAndTags1764000000008 implements MigrationInterface {
  readonly name = 'FlowsAndTags1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, of] of INDEXES) await runner.query(`CREATE INDEX ${name} ON ${of}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX ${name}`);
  }
}
