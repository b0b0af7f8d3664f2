/* Answers that are large by their bytes, not by their count, and clients that do not read them on. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { State } from '../../src/index.js';
import { Database, type Engine, Runs } from '../../src/persistence/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { send } from '../support/http.js';
import { newFlowRun } from '../support/runs.js';
import { type RunningServer, startServer } from '../support/server.js';

const LARGE = 900_000;

/* Two histories, of 150 states of 900 kB, and of 25,000 of 1 kB: each state with an artifact of its own. */
const FILL: Readonly<Record<Engine, (run: string, count: number, size: number) => readonly string[]>> = {
  sqlite: (run, count, size) => {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
    const artifact = `printf('00000000-0000-4000-9000-%06d%06d', ${count}, i)`;
    return [
      `INSERT INTO artifact (id, data) ${numbers} SELECT ${artifact}, '"' || hex(zeroblob(${size / 2})) || '"' FROM n`,
      `INSERT INTO flow_run_state (id, type, name, flow_run_id, timestamp, result_artifact_id) ${numbers}
       SELECT printf('00000000-0000-4000-8000-%06d%06d', ${count}, i), 'RUNNING', 'Running', '${run}',
       printf('2100-01-01 00:00:00.%06d', i), ${artifact} FROM n`,
    ];
  },
  postgres: (run, count, size) => {
    const artifact = `('00000000-0000-4000-9000-' || lpad('${count}', 6, '0') || lpad(i::text, 6, '0'))::uuid`;
    const numbers = `generate_series(1, ${count}) i`;
    return [
      `INSERT INTO artifact (id, data) SELECT ${artifact}, to_json(repeat('0', ${size})) FROM ${numbers}`,
      `INSERT INTO flow_run_state (id, type, name, flow_run_id, timestamp, result_artifact_id)
       SELECT ('00000000-0000-4000-8000-' || lpad('${count}', 6, '0') || lpad(i::text, 6, '0'))::uuid, 'RUNNING', 'Running',
       '${run}', '2100-01-01'::timestamptz + i * '1 microsecond'::interval, ${artifact} FROM ${numbers}`,
    ];
  },
};

describe.each(ENGINES)('the backend on %s, asked for much', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
  let databaseUrl: string;
  const runs: string[] = [];

  beforeAll(async () => {
    databaseUrl = await create();
    const database = await Database.open(databaseUrl);
    for (const [count, size] of [
      [150, LARGE],
      [25_000, 1000],
    ] as const) {
      const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
      for (const sql of FILL[engine](run.id, count, size)) await database.write((manager) => manager.query(sql));
      runs.push(run.id);
    }
    for (let i = 0; i < 60; i += 1) {
      const state = State.completed({ data: { type: 'literal', value: 'x'.repeat(LARGE) } });
      await new Runs(database).createFlowRun(await newFlowRun(database, { tags: ['large'] }), state);
    }
    await database.close();
    // as `npm start` does
    server = await startServer(folder, { DATABASE_URL: databaseUrl, NODE_OPTIONS: '--max-semi-space-size=8' });
    // what it loads on first use is not what is asked for here
    for (const path of ['health', `flow_runs/${runs[0]!}`]) await send(`${server.url}/${path}`);
  }, 300_000);
  afterAll(() => server.stop());

  const historyOf = (run: string): string => `/flow_run_states/?flow_run_id=${run}`;

  /** Does something, and counts how often health is answered meanwhile, and how much memory is taken at most. */
  const meanwhile = async (work: () => Promise<void>): Promise<{ healthy: number; megabytes: number }> => {
    forgetPeak(server.pid);
    const before = peakMegabytes(server.pid);
    let [isOver, healthy] = [false, 0];
    const asking = (async () => {
      while (!isOver) {
        if ((await send(`${server.url}/health`)).text === 'true') healthy += 1;
        await setTimeout(5);
      }
    })();
    await work();
    isOver = true;
    await asking;
    return { healthy, megabytes: peakMegabytes(server.pid) - before };
  };

  it('sends a history of 150 states of 900 kB, one after the other', async () => {
    let bytes = 0;
    const { healthy, megabytes } = await meanwhile(async () => {
      const response = await fetch(server.url + historyOf(runs[0]!));
      expect(response.status).toBe(200);
      for await (const chunk of response.body!) bytes += (chunk as Uint8Array).length;
    });
    expect(bytes).toBeGreaterThan(150 * LARGE);
    expect(megabytes).toBeLessThan(100);
    expect(healthy).toBeGreaterThan(10);
  }, 300_000);

  it('sends 60 runs in states of 900 kB, one after the other', async () => {
    let found: unknown[] = [];
    const { healthy, megabytes } = await meanwhile(async () => {
      const filter = { flow_runs: { tags: { all_: ['large'] } }, sort: 'NAME_ASC' };
      const { status, body } = await send(`${server.url}/flow_runs/filter`, {
        method: 'POST',
        body: JSON.stringify(filter),
      });
      expect(status).toBe(200);
      found = body as unknown[];
    });
    expect(found).toHaveLength(60);
    expect(megabytes).toBeLessThan(100);
    expect(healthy).toBeGreaterThan(10);
  }, 300_000);

  it.each([
    [30, 0],
    [100, 1],
  ])(
    'holds little for %i who ask for a history and do not read it on: that of run %i',
    async (count, which) => {
      const sockets: Socket[] = [];
      const { healthy, megabytes } = await meanwhile(async () => {
        const { hostname, port, pathname } = new URL(server.url);
        for (let i = 0; i < count; i += 1) {
          const socket = connect(Number(port), hostname);
          sockets.push(socket.pause());
          socket.write(`GET ${pathname}${historyOf(runs[which]!)} HTTP/1.1\r\nHost: me\r\n\r\n`);
        }
        await setTimeout(times(2000, 5000));
        expect((await send(`${server.url}/flow_runs/${runs[0]!}`)).status).toBe(200);
      });
      if (engine === 'postgres') expect(await openTransactions(databaseUrl)).toBe(0);
      for (const socket of sockets) socket.destroy();
      expect(megabytes).toBeLessThan(100);
      expect(healthy).toBeGreaterThan(10);
    },
    120_000,
  );
});

describe('the backend, whose client does not read its answer', () => {
  const folder = temporaryFolder();

  it('cuts the connection off after a minute', async () => {
    const app = await createApp({ ...readConfig({ DATABASE_URL: `sqlite:${folder}/silent.db` }), logLevel: 'fatal' });
    await app.listen(0, '127.0.0.1');
    expect(app.getHttpServer().timeout).toBe(60_000);
    await app.close();
  });
});

/** Connections that wait in a transaction for what is asked next. */
async function openTransactions(url: string): Promise<number> {
  const database = await Database.openReadOnly(url);
  const sql = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction'`;
  const [found] = await database.reader.query<{ count: number }[]>(sql);
  await database.close();
  return found!.count;
}

/** Where the system does not tell, 0. */
function peakMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))![1]) / 1024;
}

/** From now on the peak is one of what follows. */
function forgetPeak(pid: number): void {
  const file = `/proc/${pid}/clear_refs`;
  if (existsSync(file)) writeFileSync(file, '5');
}
