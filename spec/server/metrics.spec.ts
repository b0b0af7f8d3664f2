/* What Prometheus is told at /metrics. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';
import { createFlowRuns, createTaskRuns } from '../support/writers.js';

describe.each(ENGINES)('/metrics of the backend on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(folder, { DATABASE_URL: await create() });
  });
  afterAll(() => server.stop());

  async function scrape(): Promise<string[]> {
    const { status, text, headers } = await send(server.url.replace('/api', '/metrics'));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }
  /** The values of one measure, by its labels. */
  async function read(name: string): Promise<Record<string, number>> {
    const found = (await scrape()).filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    return Object.fromEntries(
      found.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  }

  it('tell how long each route takes', async () => {
    await send(`${server.url}/flow_runs/${randomUUID()}`);
    await send(`${server.url}/flow_runs/${randomUUID()}`);
    const counts = await read('prefect_states_request_duration_seconds_count');
    expect(counts['{method="GET",route="/api/flow_runs/:id",status="404"}']).toBe(2);
  });

  it('count transitions by verdict', async () => {
    const [flowRun] = (await createFlowRuns(server.url, 1)) as [string];
    const [taskRun] = (await createTaskRuns(server.url, 1)) as [string];
    const propose = (path: string, type: string): Promise<unknown> =>
      send(`${server.url}/${path}/set_state`, post({ state: { type } }));
    for (const type of ['PENDING', 'RUNNING', 'COMPLETED']) await propose(`flow_runs/${flowRun}`, type);
    await propose(`task_runs/${taskRun}`, 'RUNNING');
    const counts = await read('prefect_states_transitions_total');
    expect(counts['{kind="flow_run",verdict="ACCEPT"}']).toBe(2);
    expect(counts['{kind="flow_run",verdict="ABORT"}']).toBe(1);
    expect(counts['{kind="task_run",verdict="ACCEPT"}']).toBe(1);
  });

  it('tell what is in work, and what was refused', async () => {
    // the one that asks
    expect(await read('prefect_states_requests_in_work')).toEqual({ '': 1 });
    expect(await read('prefect_states_writes_in_work')).toEqual({ '': 0 });
    await send(`${server.url}/flows/`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    await send(`${server.url}/flows/`, { method: 'POST', body: '{}', headers: { origin: 'http://evil.example' } });
    expect(await read('prefect_states_refusals_total')).toEqual({ '{reason="size"}': 1, '{reason="origin"}': 1 });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"na');
    while ((await read('prefect_states_requests_in_work'))[''] !== 2);
    socket.destroy();
    while ((await read('prefect_states_requests_in_work'))[''] !== 1);
    const pools = await read('prefect_states_pool_connections');
    if (engine === 'sqlite') expect(pools).toEqual({});
    else
      expect(pools).toMatchObject({
        '{pool="reading",what="waiting"}': 0,
        '{pool="reading",what="open"}': expect.any(Number) as unknown,
        '{pool="writing",what="waiting"}': 0,
        '{pool="writing",what="open"}': expect.any(Number) as unknown,
      });
    expect(await read('nodejs_eventloop_lag_p99_seconds')).toEqual({ '': expect.any(Number) as unknown });
  });

  it('have no label that a caller can make more of', async () => {
    const known = (await scrape()).length;
    for (let i = 0; i < 20; i += 1) {
      const id = randomUUID();
      await send(`${server.url}/${id}`, { method: i % 2 === 0 ? 'GET' : 'PUT' });
      await send(`${server.url}/flow_runs/${id}?${id}`);
      await send(`${server.url}/task_run_states/?task_run_id=${id}`);
    }
    const lines = await scrape();
    expect(lines.join()).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
    // two more routes with a status each, in 14 buckets and 3 lines
    expect(lines.length).toBeLessThan(known + 3 * 20);
  });
});
