/* Limits of concurrency and work pools, which are not kept: what a real server of 3.8.8 answers where it has none. */
import { temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

describe('what is not kept, through /v3/api', () => {
  const folder = temporaryFolder();
  let server: SharedServer;

  beforeAll(async () => {
    server = await startShared(folder);
  });
  afterAll(() => server.stop());

  const ask = (path: string, body: object): Promise<Answer> =>
    send(server.url.replace('/api', '/v3/api') + path, post(body));

  it('gives a lease of no limits to who names none', async () => {
    const answer = await ask('/v2/concurrency_limits/increment-with-lease', { slots: 1, names: [] });
    expect(answer).toMatchObject({ status: 200, body: { limits: [] } });
  });

  it('is named with its queue where a flow run asks for one', async () => {
    const { body } = await ask('/flows/', { name: 'f' });
    const run = { flow_id: (body as { id: string }).id, work_pool_name: 'b' };
    expect(await ask('/flow_runs/', run)).toMatchObject({ status: 404, body: { detail: 'Work pool "b" not found.' } });
    expect(await ask('/flow_runs/', { ...run, work_queue_name: 'a' })).toMatchObject({
      status: 404,
      body: { detail: "Work pool queue 'b/a' not found." },
    });
  });

  it('is a queue, of which the name that a flow run gives without a pool is kept', async () => {
    const { body } = await ask('/flows/', { name: 'f' });
    for (const more of [{}, { work_pool_name: '' }, { idempotency_key: 'k' }]) {
      const run = { flow_id: (body as { id: string }).id, work_queue_name: 'a', ...more };
      const named = { work_pool_name: null, work_queue_id: null, work_queue_name: 'a' };
      const { status, body: made } = await ask('/flow_runs/', run);
      expect([status, made]).toMatchObject([201, named]);
      const path = `/flow_runs/${(made as { id: string }).id}`;
      for (const wire of ['v2', 'v3']) {
        expect((await send(server.url.replace('/api', `/${wire}/api`) + path)).body).toMatchObject(named);
      }
    }
  });
});
