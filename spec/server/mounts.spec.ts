import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { failToStart, type RunningServer, type SharedServer, startServer, startShared } from '../support/server.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What stands before the routes of one of them. */
function rootOf({ url }: SharedServer | RunningServer): string {
  return url.replace(/\/api$/, '');
}

const folder = temporaryFolder();

describe('the mounts', () => {
  let server: SharedServer;
  let root: string;

  beforeAll(async () => {
    server = await startShared(folder);
    root = rootOf(server);
  });

  afterAll(() => server.stop());

  it.each([
    ['/v2/api', '2.20.25'],
    ['/v3/api', '3.8.8'],
    ['/api', '2.20.25'],
  ])('%s is of Prefect %s', async (path, version) => {
    expect((await send(`${root}${path}/admin/version`)).body).toBe(version);
  });

  it.each(['/flows/xyz', '/flow_runs/xyz', '/task_runs/xyz', '/flow_run_states/xyz', '/task_run_states/xyz'])(
    'take an id that is no UUID in %s for a wrong one, and for another address',
    async (path) => {
      expect((await send(`${root}/v2/api${path}`)).status).toBe(422);
      expect(await send(`${root}/v3/api${path}`)).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
    },
  );

  it('take an id without dashes', async () => {
    for (const api of ['/v2/api', '/v3/api']) {
      const { body } = await send(`${root}${api}/flows/${NOBODY.replaceAll('-', '')}`);
      expect(body).toEqual({ detail: 'Flow not found' });
    }
  });

  it.each([
    ['/v2/api', { loc: ['query', 'client'], msg: 'field required', type: 'value_error.missing' }],
    ['/v3/api', { loc: ['query', 'client'], msg: 'Field required', type: 'missing', input: null }],
  ])('%s tells in its own words what is wrong', async (api, issue) => {
    expect((await send(`${root}${api}/csrf-token`)).body).toMatchObject({ exception_detail: [issue] });
  });

  it.each(['/v2/api', '/v3/api'])('%s refuses a version of the API that is too old', async (api) => {
    const headers = { 'x-prefect-api-version': '0.7.9' };
    expect((await send(`${root}${api}/flows/${NOBODY}`, { headers })).status).toBe(400);
    expect((await send(`${root}${api}/health`, { headers })).status).toBe(200);
  });

  it.each(['/hello', '/admin/storage', `/flow_runs/${NOBODY}/input/k`])(
    '/v2/api has no %s, which only Prefect 3 has',
    async (path) => {
      expect(await send(`${root}/v2/api${path}`)).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
    },
  );

  it.each([
    ['/docs-json', '/api/flows/'],
    ['/v2/docs-json', '/v2/api/flows/'],
    ['/v3/docs-json', '/v3/api/flows/'],
  ])('%s describes the routes at their address', async (path, route) => {
    const { body } = await send(root + path);
    expect(Object.keys((body as { paths: object }).paths)).toContain(route);
  });

  it('each describe refusals as they are', async () => {
    const issueAt = async (path: string): Promise<object> => {
      const { body } = await send(root + path);
      const { components } = body as { components: { schemas: Record<string, { properties: object }> } };
      return components.schemas.ValidationError!.properties;
    };
    expect(Object.keys(await issueAt('/v2/docs-json'))).toEqual(['loc', 'msg', 'type']);
    expect(Object.keys(await issueAt('/v3/docs-json'))).toEqual(['loc', 'msg', 'type', 'input', 'ctx']);
  });
});

describe('PREFECT_API', () => {
  it('says whose API is at /api; the others stay where they are', async () => {
    const server = await startServer(folder, { PREFECT_API: '3' });
    const versionAt = async (path: string): Promise<unknown> =>
      (await send(`${rootOf(server)}${path}/admin/version`)).body;
    try {
      expect(await versionAt('/api')).toBe('3.8.8');
      expect(await versionAt('/v2/api')).toBe('2.20.25');
      expect(await versionAt('/v3/api')).toBe('3.8.8');
      for (const path of ['/v2/api', '/v3/api'])
        expect(server.output()).toContain(`PREFECT_API_URL=${rootOf(server)}${path}`);
    } finally {
      await server.stop();
    }
  });

  it.each(['', '4', 'three'])('stops the start when it is %j', async (setting) => {
    const { status, output } = await failToStart(folder, { PREFECT_API: setting });
    expect(status).toBe(1);
    expect(output).toContain('PREFECT_API must be one of: 2, 3');
  });
});
