/* Ids in addresses that are no UUIDs; the answers are those of a real server of Prefect 3.8.8. */
import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a wrong id in an address of Prefect 3', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('sqlite');
  let server: SharedServer;

  const ask = (method: string, path: string, body?: string): Promise<unknown> =>
    send(server.url.replace('/api', `/v3/api${path}`), { method, ...(body && { body, headers: JSON_TYPE }) });

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
  });

  afterAll(() => server.stop());

  it.each([
    ['POST', '/flow_runs/nope/set_state'],
    ['POST', '/task_runs/nope/set_state'],
    ['PATCH', '/flow_runs/nope'],
    ['PATCH', '/task_runs/nope'],
    ['PATCH', '/flow_runs/nope/labels'],
    ['POST', '/flow_runs/nope/resume'],
    ['POST', '/flow_runs/nope/input'],
    ['POST', '/flow_runs/nope/input/filter'],
  ])('is told of before a wrong body: %s %s', async (method, path) => {
    expect(await ask(method, path, '[5]')).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
  });

  it.each(['/task_runs/count', '/flow_runs/count', '/task_runs/filter'])(
    'is no id where the address is one of another method: %s',
    async (path) => {
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const refused = { status: 405, body: { detail: 'Method Not Allowed' } };
        expect(await ask(method, path, method === 'PATCH' ? '[5]' : undefined)).toMatchObject(refused);
      }
    },
  );

  it.each(['/task_runs/nope', '/flow_runs/nope', '/flows/nope', '/artifacts/nope'])(
    'has no route: %s',
    async (path) => {
      expect(await ask('GET', path)).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
    },
  );
});
