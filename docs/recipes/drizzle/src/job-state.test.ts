import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { asc, gt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { addMicroseconds, formatDateTime, State } from 'prefect-states';
import { jobState, rowOf, stateOf } from './job-state.js';
import { startPostgres } from './postgres.js';

const postgres = await startPostgres();
const pool = new pg.Pool({ connectionString: postgres.url });
const database = drizzle(pool);
after(async () => {
  await pool.end();
  await postgres.stop();
});

// what drizzle-kit writes into a migration
await database.execute(sql`
  CREATE TABLE job_state (
    id uuid PRIMARY KEY,
    job_id uuid NOT NULL,
    type text NOT NULL,
    name text,
    "timestamp" timestamp (6) with time zone NOT NULL,
    message text,
    state_details jsonb NOT NULL,
    data jsonb
  )`);

test('a state comes back as it was kept, to the microsecond', async () => {
  const jobId = randomUUID();
  const running = State.running({ timestamp: '2026-11-23T16:37:01.243753Z', message: 'at work' });
  // in the same millisecond
  const completed = State.completed({ timestamp: addMicroseconds(running.timestamp, 1), data: { rows: 12 } });
  await database.insert(jobState).values([rowOf(jobId, completed), rowOf(jobId, running)]);

  const rows = await database.select().from(jobState).orderBy(asc(jobState.timestamp));
  assert.deepEqual(
    rows.map((row) => stateOf(row).json()),
    [running.json(), completed.json()],
  );
  assert.equal(formatDateTime(rows[1]!.timestamp), '2026-11-23T16:37:01.243754+00:00');

  const later = await database.select().from(jobState).where(gt(jobState.timestamp, running.timestamp));
  assert.deepEqual(
    later.map(({ id }) => id),
    [completed.id],
  );
});
