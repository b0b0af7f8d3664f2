/* What is wrong with a body of parameters, and in which order it is told: what real servers answered to the same. */
import { temporaryFolder } from '../support/database.js';
import { type Answer, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const TOO_MANY = { detail: 'Invalid limit: must be less than or equal to 200.' };

const FILTERS = ['flows', 'flow_runs', 'task_runs', 'deployments'];
const ROUTES = [
  {
    api: 'v2',
    path: '/flow_runs/filter',
    names: ['limit', 'sort', 'offset', ...FILTERS, 'work_pools', 'work_pool_queues'],
  },
  { api: 'v2', path: '/task_runs/filter', names: ['limit', 'sort', 'offset', ...FILTERS] },
  { api: 'v2', path: '/logs/filter', names: ['limit', 'offset', 'logs', 'sort'] },
  {
    api: 'v3',
    path: '/flow_runs/filter',
    names: ['limit', 'sort', 'offset', ...FILTERS, 'work_pools', 'work_pool_queues'],
  },
  { api: 'v3', path: '/task_runs/filter', names: ['limit', 'sort', 'offset', ...FILTERS] },
  { api: 'v3', path: '/logs/filter', names: ['limit', 'offset', 'logs', 'sort'] },
  { api: 'v3', path: '/flows/filter', names: ['limit', 'offset', ...FILTERS, 'work_pools', 'sort'] },
  {
    api: 'v3',
    path: '/artifacts/filter',
    names: ['limit', 'sort', 'offset', 'artifacts', 'flow_runs', 'task_runs', 'flows', 'deployments'],
  },
] as const;

describe('what is wrong with a body of parameters', () => {
  const folder = temporaryFolder();
  let server: SharedServer;

  beforeAll(async () => {
    server = await startShared(folder);
  });
  afterAll(() => server.stop());

  const post = (api: string, path: string, body: string): Promise<Answer> =>
    send(server.url.replace('/api', `/${api}/api`) + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  const namesOf = ({ status, body }: Answer): unknown[] => {
    expect(status).toBe(422);
    return (body as { exception_detail: { loc: unknown[] }[] }).exception_detail.map(({ loc }) => loc[1]);
  };

  describe.each(ROUTES)('sent to $api $path', ({ api, path, names }) => {
    it('is told in the order of the reference', async () => {
      expect(namesOf(await post(api, path, '[]'))).toEqual(names);
      const wrong = Object.fromEntries([...names].reverse().map((name) => [name, 'x']));
      expect(namesOf(await post(api, path, JSON.stringify(wrong)))).toEqual(names);
    });

    it('is not told of when the limit is a number, but too large', async () => {
      expect(await post(api, path, '{"limit": 201, "offset": "x"}')).toMatchObject({ status: 422, body: TOO_MANY });
      expect(await post(api, path, '{"limit": "-1", "sort": 1}')).toMatchObject({
        status: 422,
        body: { detail: 'Invalid limit: must be greater than or equal to 0.' },
      });
    });
  });
});
