import { type MigrationInterface, type QueryRunner } from 'typeorm';

import { dialectOf } from './dialect.js';

/** An index, by its name, and what of which table it is of. */
type Index = readonly [name: string, of: string];

const START = 'COALESCE(start_time, expected_start_time)';

/* What is read by them stands in `RunSearch`; docs/scale.md has a line for each. */
const ON_BOTH: readonly Index[] = [
  ['ix_flow_run__start_id', `flow_run (${START} DESC, id DESC)`],
  ['ix_flow_run__next_scheduled_start_time_id', 'flow_run (next_scheduled_start_time, id DESC)'],
  ['ix_task_run__next_scheduled_start_time_id', 'task_run (next_scheduled_start_time, id DESC)'],
  ['ix_flow_run__state_type_expected_start_time_id', 'flow_run (state_type, expected_start_time DESC, id DESC)'],
  ['ix_task_run__state_type_expected_start_time_id', 'task_run (state_type, expected_start_time DESC, id DESC)'],
  ['ix_flow_run__flow_id_state_type', 'flow_run (flow_id, state_type)'],
];

const ON_POSTGRES: readonly Index[] = [
  ...ON_BOTH,
  ...['flow', 'flow_run', 'task_run'].map((table): Index => [
    `ix_${table}__tags`,
    `${table} USING gin (tags jsonb_path_ops)`,
  ]),
];

/** Our own indexes, beside Prefect's: without them, searches take the longer the more runs there are. */
export class Growth1764000000007 implements MigrationInterface {
  readonly name = 'Growth1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, of] of indexesOf(runner)) await runner.query(`CREATE INDEX ${name} ON ${of}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of indexesOf(runner)) await runner.query(`DROP INDEX ${name}`);
  }
}

function indexesOf(runner: QueryRunner): readonly Index[] {
  return dialectOf(runner).isPostgres ? ON_POSTGRES : ON_BOTH;
}
