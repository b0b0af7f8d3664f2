/* More requests than the backend can work on, and requests whose clients have gone. */
import { type INestApplication } from '@nestjs/common';
import Sqlite from 'better-sqlite3';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { DataSource } from 'typeorm';

import { type Engine } from '../../src/persistence/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { emptyDatabases, ENGINES } from '../support/database.js';
import { post, send } from '../support/http.js';
import { createFlowRuns, setState } from '../support/writers.js';

const MOST = 20;

const READINESS = ['/ready', '/ready/', '/../healthz', '/../metrics'];

/** Keeps everybody else from writing to a run. @returns what ends it */
const HOLD: Readonly<Record<Engine, (url: string, runId: string) => Promise<() => Promise<void>>>> = {
  async sqlite(url) {
    const file = new Sqlite(url.slice('sqlite:'.length));
    file.exec('BEGIN IMMEDIATE');
    await Promise.resolve();
    return async () => {
      file.exec('COMMIT');
      file.close();
      await Promise.resolve();
    };
  },
  async postgres(url, runId) {
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT * FROM flow_run WHERE id = $1 FOR UPDATE', [runId]);
    return async () => {
      await runner.rollbackTransaction();
      await source.destroy();
    };
  },
};

describe.each(ENGINES)('the backend on %s, with MAX_REQUESTS=20', (engine) => {
  const create = emptyDatabases(engine);
  let app: INestApplication;
  let databaseUrl: string;
  let url: string;
  let runId: string;

  beforeAll(async () => {
    databaseUrl = await create();
    const settings = { DATABASE_URL: databaseUrl, MAX_REQUESTS: String(MOST) };
    app = await createApp({ ...readConfig(settings), logLevel: 'fatal' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    [runId] = (await createFlowRuns(url, 1)) as [string];
  });

  const historyLength = async (): Promise<number> =>
    ((await send(`${url}/flow_run_states/?flow_run_id=${runId}`)).body as unknown[]).length;
  const dial = async (text: string): Promise<Socket> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  /** Until nothing more is taken. */
  const whenFull = async (): Promise<void> => {
    while ((await send(`${url}/admin/version`)).status === 200) await setTimeout(20);
  };
  const refusalCount = async (): Promise<number> => {
    const text = await (await fetch(new URL('/metrics', url))).text();
    return Number(/^prefect_states_refusals_total\{reason="unavailable"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const expectRefused = async (answered: readonly string[]): Promise<void> => {
    const before = await refusalCount();
    const refused = await Promise.all([
      ...Array.from({ length: 50 }, () => setState(url, runId)),
      send(`${url}/flow_runs/filter`, post({})),
      send(`${url}/no/such/path`),
    ]);
    for (const { status, body, headers } of refused) {
      expect([status, body]).toEqual([503, { exception_message: 'Service Unavailable' }]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect([headers.get('x-request-id'), headers.get('x-content-type-options')]).toEqual([
        expect.stringMatching(/^[\w-]{36}$/),
        'nosniff',
      ]);
    }
    while ((await refusalCount()) < before + refused.length) await setTimeout(5);
    expect(await refusalCount()).toBe(before + refused.length);
    for (const path of answered) expect([path, (await send(url + path)).status]).toEqual([path, 200]);
  };

  it('answers what it has taken, and at once 503 to what comes above it', async () => {
    const letGo = await HOLD[engine](databaseUrl, runId);
    let answered = 0;
    const taken = Array.from({ length: MOST }, async () => {
      const answer = await setState(url, runId);
      answered += 1;
      return answer;
    });
    await whenFull();
    // readiness would say that the file is locked, which it is
    await expectRefused(engine === 'sqlite' ? ['/health', '/../metrics'] : ['/health', ...READINESS]);
    expect(answered).toBe(0);
    await letGo();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual(Array(MOST).fill(201));
    expect(await historyLength()).toBe(1 + MOST);
  });

  it('counts requests whose bodies are still to come, until their clients go', async () => {
    const head = 'POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{';
    const sockets = await Promise.all(Array.from({ length: MOST }, () => dial(head)));
    await whenFull();
    await expectRefused(['/health', ...READINESS]);
    for (const socket of sockets) socket.destroy();
    while ((await setState(url, runId)).status === 503);
    expect(await historyLength()).toBe(2);
  });

  it('does not write for clients that have gone meanwhile', async () => {
    const letGo = await HOLD[engine](databaseUrl, runId);
    const body = JSON.stringify({ state: { type: 'RUNNING' }, force: true });
    const head = `POST /api/flow_runs/${runId}/set_state HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`;
    const sockets = await Promise.all(Array.from({ length: MOST - 1 }, () => dial(head + body)));
    const stays = setState(url, runId);
    await whenFull();
    for (const socket of sockets) socket.destroy();
    // the server has heard of it when there is room for others
    while ((await send(`${url}/admin/version`)).status !== 200) await setTimeout(20);
    await letGo();
    expect((await stays).status).toBe(201);
    // behind all that waited
    expect((await setState(url, runId)).status).toBe(201);
    expect(await historyLength()).toBe(3);
  });
});

describe('the backend', () => {
  const create = emptyDatabases('sqlite');

  it('takes 10,000 connections, and closes those that come above', async () => {
    const app = await createApp({ ...readConfig({ DATABASE_URL: await create() }), logLevel: 'fatal' });
    const server = app.getHttpServer() as { maxConnections: number };
    expect(server.maxConnections).toBe(10_000);
    await app.close();
  });
});
