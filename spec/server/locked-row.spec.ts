/* One row that somebody holds, under a running backend on Postgres. */
import { type INestApplication } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, type QueryRunner } from 'typeorm';

import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { emptyDatabases } from '../support/database.js';
import { openEvents } from '../support/event-client.js';
import { eventWire } from '../support/events.js';
import { type Answer, post, send } from '../support/http.js';
import { createFlowRuns, setState } from '../support/writers.js';

describe('the backend on a Postgres where one run is locked', () => {
  const create = emptyDatabases('postgres');
  let app: INestApplication;
  let url: string;
  let source: DataSource;
  let holder: QueryRunner;

  beforeAll(async () => {
    const databaseUrl = await create();
    app = await createApp({ ...readConfig({ DATABASE_URL: databaseUrl }), logLevel: 'fatal' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
    source = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
    holder = source.createQueryRunner();
  });
  afterAll(async () => {
    await holder.release();
    await source.destroy();
    await app.close();
  });

  it('answers everybody else meanwhile, and those who want it with 503 and when to ask again', async () => {
    const [locked, other] = (await createFlowRuns(url, 2)) as [string, string];
    await holder.startTransaction();
    await holder.query('SELECT * FROM flow_run WHERE id = $1 FOR UPDATE', [locked]);
    const answered: Answer[] = [];
    const waiting = Array.from({ length: 30 }, async () => {
      const answer = await setState(url, locked);
      answered.push(answer);
      return answer;
    });
    for (let i = 0; i < 10; i += 1) {
      expect((await send(`${url}/flow_runs/${locked}`)).status).toBe(200);
      expect((await send(`${url}/ready`)).status).toBe(200);
      expect((await setState(url, other)).status).toBe(201);
    }
    expect(answered).toEqual([]);
    for (const { status, body, headers } of await Promise.all(waiting)) {
      expect([status, body]).toEqual([503, { exception_message: 'Service Unavailable' }]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await holder.rollbackTransaction();
    expect((await setState(url, locked)).status).toBe(201);
  }, 60_000);

  it('confirms the events of everybody else meanwhile, and those of the run when it is free', async () => {
    const api = url.replace(/\/api$/, '/v3/api');
    const [ours, other] = [await openEvents(api), await openEvents(api)];
    const run = randomUUID();
    ours.say(eventWire('PENDING', { run, at: 1 }));
    await ours.ping();
    await holder.startTransaction();
    await holder.query('SELECT * FROM task_run WHERE id = $1 FOR UPDATE', [run]);
    let isConfirmed = false;
    ours.say(eventWire('RUNNING', { run, at: 2 }));
    const confirmed = ours.ping().then(() => (isConfirmed = true));
    for (let i = 0; i < 5; i += 1) {
      other.say(eventWire('RUNNING'), eventWire('RUNNING'));
      await other.ping();
    }
    const events = [eventWire('RUNNING'), eventWire('COMPLETED', { run, at: 3 })];
    expect((await send(`${api}/events`, post(events))).status).toBe(503);
    expect(isConfirmed).toBe(false);
    await holder.rollbackTransaction();
    await confirmed;
    expect((await send(`${api}/task_runs/${run}`)).body).toMatchObject({ state_type: 'RUNNING' });
    expect((await send(`${api}/events`, post(events))).status).toBe(204);
    expect((await send(`${api}/task_runs/${run}`)).body).toMatchObject({ state_type: 'COMPLETED' });
    await Promise.all([ours.close(), other.close()]);
  }, 60_000);
});
