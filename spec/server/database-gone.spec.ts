/* Postgres goes away under a running backend, and comes back. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { temporaryFolder } from '../support/database.js';
import { openEvents } from '../support/event-client.js';
import { eventWire } from '../support/events.js';
import { type Answer, post, send } from '../support/http.js';
import { type Postgres, startPostgres } from '../support/postgres.js';
import { type RunningServer, startServer } from '../support/server.js';
import { expectKept, createFlowRuns, type Promised, setState } from '../support/writers.js';

const UNAVAILABLE = { exception_message: 'Service Unavailable' };

describe('the backend without its Postgres', () => {
  const folder = temporaryFolder();
  let postgres: Postgres;
  let server: RunningServer;
  let url: string;
  let runId: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.create();
    server = await startServer(folder, { DATABASE_URL: url });
    [runId] = (await createFlowRuns(server.url, 1)) as [string];
  });
  afterAll(async () => {
    await server.stop();
    await postgres.stop();
  });

  const everyRoute = (): Promise<Answer[]> =>
    Promise.all([
      setState(server.url, runId),
      setState(server.url, runId),
      send(`${server.url}/flows/`, post({ name: randomUUID() })),
      send(`${server.url}/flow_run_states/?flow_run_id=${runId}`),
      send(`${server.url}/flow_run_states/${randomUUID()}`),
    ]);

  it('answers 503 while it is gone, and goes on when it is back, as often as it happens', async () => {
    for (const outage of [1, 2]) {
      await postgres.goAway();
      for (const answer of [...(await everyRoute()), ...(await everyRoute())])
        expect([outage, answer]).toMatchObject([outage, { status: 503, body: UNAVAILABLE }]);
      expect(await send(`${server.url}/health`)).toMatchObject({ status: 200, text: 'true' });
      const notReady = { status: 503, text: '{"message":"Database is not available"}' };
      expect(await send(`${server.url}/ready`)).toMatchObject(notReady);
      const down = { database: { status: 'down', message: 'ECONNREFUSED' } };
      expect(await send(server.url.replace('/api', '/healthz'))).toMatchObject({
        status: 503,
        body: { status: 'error', info: {}, error: down, details: down },
      });

      await postgres.comeBack();
      expect(await send(`${server.url}/ready`)).toMatchObject({ status: 200, text: '{"message":"OK"}' });
      expect((await everyRoute()).map(({ status }) => status)).toEqual([201, 201, 201, 200, 404]);
    }
  });

  it('answers what is under way while it goes with 201, which is kept, or with 503', async () => {
    const promised: Promised[] = [];
    const refused: Answer[] = [];
    const gone: Promise<void>[] = [];
    const write = async (): Promise<void> => {
      // whoever waits at this moment is answered, whatever has become of his transaction
      while (refused.length === 0) {
        const answer = await setState(server.url, runId);
        if (answer.status === 201) {
          promised.push({ runId, json: JSON.stringify((answer.body as { state: object }).state) });
        } else {
          refused.push(answer);
        }
        if (promised.length >= 100 && gone.length === 0) gone.push(postgres.goAway());
      }
    };
    await Promise.all(Array.from({ length: 8 }, write));
    await Promise.all(gone);
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, body: UNAVAILABLE });

    await postgres.comeBack();
    expect((await setState(server.url, runId)).status).toBe(201);
    await expectKept(url, [runId], promised);
  });

  it('confirms no event meanwhile, and keeps once what is sent again when it is back', async () => {
    const api = server.url.replace(/\/api$/, '/v3/api');
    const [first, second] = [await openEvents(api), await openEvents(api)];
    const run = randomUUID();
    const events = [eventWire('RUNNING', { run, at: 2 }), eventWire('COMPLETED', { run, at: 3 })];
    first.say(eventWire('PENDING', { run, at: 1 }));
    await first.ping();
    await postgres.goAway();
    let pongs = 0;
    const confirmed = [first, second].map(async (client) => {
      client.say(...events);
      await client.ping();
      pongs += 1;
    });
    // a client that has no pong for long sends all of it again, by a new socket
    const third = await openEvents(api);
    third.say(...events);
    await third.close();
    expect((await send(`${api}/events`, post(events))).status).toBe(503);
    await pause(1000);
    expect(pongs).toBe(0);
    await postgres.comeBack();
    await Promise.all(confirmed);
    expect((await send(`${api}/events`, post(events))).status).toBe(204);
    const { body } = await send(`${api}/task_run_states/?task_run_id=${run}`);
    expect((body as { readonly name: string }[]).map(({ name }) => name)).toEqual(['Pending', 'Running', 'Completed']);
    await Promise.all([first.close(), second.close()]);
    expect(server.output()).toContain('The database cannot be used: ECONNREFUSED; events wait');
  }, 30_000);

  it('tells why in the log, with neither a secret nor a stack', () => {
    expect(server.output()).toContain('ECONNREFUSED');
    expect(server.output()).not.toMatch(/s3cr3t| {4}at /);
  });
});
