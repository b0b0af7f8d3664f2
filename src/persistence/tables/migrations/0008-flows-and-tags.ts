import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { dropTagIndex, makeTagIndex } from '../tag-index.js';
import { dialectOf } from './dialect.js';

const START = 'COALESCE(start_time, expected_start_time)';

/* The pages of a flow; docs/scale.md has a line for each. */
const INDEXES = [
  ['ix_flow_run__flow_id_start_id', `flow_run (flow_id, ${START} DESC, id DESC)`],
  ['ix_flow_run__flow_id_expected_start_time_id', 'flow_run (flow_id, expected_start_time DESC, id DESC)'],
] as const;

/** By it the runs of a flow are found in the orders of their start, however many it has; and on SQLite those with a tag. */
export class FlowsAndTags1764000000008 implements MigrationInterface {
  readonly name = 'FlowsAndTags1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, of] of INDEXES) await runner.query(`CREATE INDEX ${name} ON ${of}`);
    if (!dialectOf(runner).isPostgres) await makeTagIndex(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!dialectOf(runner).isPostgres) await dropTagIndex(runner);
    for (const [name] of INDEXES) await runner.query(`DROP INDEX ${name}`);
  }
}
