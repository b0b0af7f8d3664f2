/* A history that is too long to be held whole. */
import { existsSync, readFileSync } from 'node:fs';

import { Database, type Engine, Runs } from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';
import { newFlowRun } from '../support/runs.js';

const STATES = times(60_000, 300_000);

/* A connection for each request: reading so much takes longer than a server keeps one open. */
const ONCE = { headers: { connection: 'close' } };

/* As fast as an engine can: each state with an artifact of its own, a microsecond after the one before. */
const FILL: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: [
    `INSERT INTO artifact (id, data) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${STATES})
     SELECT printf('00000000-0000-4000-9000-%012d', i), json_object('i', i) FROM n`,
    `INSERT INTO flow_run_state (id, type, name, message, flow_run_id, timestamp, result_artifact_id)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${STATES})
     SELECT printf('00000000-0000-4000-8000-%012d', i), 'RUNNING', 'Running', 'message ' || i, (SELECT id FROM flow_run),
     printf('2100-01-01 00:00:00.%06d', i), printf('00000000-0000-4000-9000-%012d', i) FROM n`,
  ],
  postgres: [
    `INSERT INTO artifact (id, data)
     SELECT ('00000000-0000-4000-9000-' || lpad(i::text, 12, '0'))::uuid, json_build_object('i', i) FROM generate_series(1, ${STATES}) i`,
    `INSERT INTO flow_run_state (id, type, name, message, flow_run_id, timestamp, result_artifact_id)
     SELECT ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'RUNNING', 'Running', 'message ' || i, (SELECT id FROM flow_run),
     '2100-01-01'::timestamptz + i * '1 microsecond'::interval, ('00000000-0000-4000-9000-' || lpad(i::text, 12, '0'))::uuid
     FROM generate_series(1, ${STATES}) i`,
  ],
};

describe.each(ENGINES)(`the backend on %s, asked for a history of ${STATES} states`, (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
  let path: string;

  beforeAll(async () => {
    const url = await create();
    const database = await Database.open(url);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    // what an engine knows of its tables it finds out in time by itself
    for (const sql of [...FILL[engine], 'ANALYZE']) await database.write((manager) => manager.query(sql));
    await database.close();
    // a heap in which the history would not find room
    server = await startServer(folder, { DATABASE_URL: url, NODE_OPTIONS: '--max-old-space-size=96' });
    path = `${server.url}/flow_run_states/?flow_run_id=${run.id}`;
  }, 300_000);
  afterAll(() => server.stop());

  it('sends all of it, in order, and takes no more memory than for a short one', async () => {
    const before = peakMegabytes(server.pid);
    const { status, body } = await send(path, ONCE);
    const states = body as { id: string; message: string; data: unknown }[];
    expect(status).toBe(200);
    expect(states).toHaveLength(STATES + 1);
    expect(states.slice(1).filter(({ id }, i) => Number(id.slice(-12)) !== i + 1)).toEqual([]);
    expect(states.at(-1)).toMatchObject({ message: `message ${STATES}`, data: { i: STATES } });
    // as models it has many times that
    expect(peakMegabytes(server.pid) - before).toBeLessThan(100);
  }, 300_000);

  it('is well when clients go away in the middle, and when many ask at once', async () => {
    for (let client = 1; client <= 5; client += 1) {
      const reader = (await fetch(path, ONCE)).body!.getReader();
      expect((await reader.read()).done).toBe(false);
      await reader.cancel();
    }
    const readers = await Promise.all(
      Array.from({ length: 5 }, async () => (await fetch(path, ONCE)).body!.getReader()),
    );
    // none of them reads on: whoever is slow holds up nobody
    expect((await send(`${server.url}/health`, ONCE)).text).toBe('true');
    for (const reader of readers) await reader.cancel();
  });
});

/** The most memory that a process has had so far; where the system does not tell, 0. */
function peakMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))![1]) / 1024;
}
