/* Filters for what this backend does not keep are checked all the same; the answers are those of Prefect 2.20.25. */
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const ID = '123e4567-e89b-12d3-a456-426614174000';
const EXTRA = ['extra fields not permitted', 'value_error.extra'] as const;
const NOT_DICT = ['value is not a valid dict', 'type_error.dict'] as const;
const NOT_UUID = ['value is not a valid uuid', 'type_error.uuid'] as const;
const FLOW_ROUTES = ['/flow_runs/filter', '/flow_runs/count'];
const TASK_ROUTES = ['/task_runs/filter', '/task_runs/count'];

describe.each(ENGINES)('a filter on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;

  const ask = (path: string, body: object): Promise<Answer> => send(server.url + path, post(body));
  const countOf = ({ status, body }: Answer): number => {
    expect(status).toBe(200);
    return Array.isArray(body) ? body.length : (body as number);
  };

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    const flow = (await ask('/flows/', { name: 'f' })).body as { id: string };
    const run = (await ask('/flow_runs/', { flow_id: flow.id })).body as { id: string };
    await ask('/task_runs/', { flow_run_id: run.id, task_key: 't', dynamic_key: '0' });
  });

  afterAll(() => server.stop());

  it.each<[object, number]>([
    [{}, 1],
    [{ is_null_: true }, 1],
    [{ is_null_: false }, 0],
    [{ operator: 'or_', is_null_: 'yes' }, 1],
  ])('finds flows by whether they have a deployment, which none has: %j', async (deployment, count) => {
    for (const path of [...FLOW_ROUTES, ...TASK_ROUTES]) {
      expect(countOf(await ask(path, { flows: { deployment } }))).toBe(count);
    }
  });

  it.each<[object, number]>([
    [{ deployment: null }, 1],
    [{ operator: 'or_', deployment: { is_null_: false }, name: { any_: ['g'] } }, 0],
    [{ operator: 'or_', deployment: { is_null_: false }, name: { any_: ['f'] } }, 1],
    [{ operator: 'or_', deployment: { is_null_: true }, name: { any_: ['g'] } }, 1],
    [{ deployment: { is_null_: true }, name: { any_: ['g'] } }, 0],
  ])('puts that together with the other criteria: %j', async (flows, count) => {
    for (const path of [...FLOW_ROUTES, ...TASK_ROUTES]) expect(countOf(await ask(path, { flows }))).toBe(count);
  });

  it.each<[object, (string | number)[], string, string]>([
    [{ flows: { deployment: 5 } }, ['flows', 'deployment'], ...NOT_DICT],
    [{ flows: { deployment: { nope: 1 } } }, ['flows', 'deployment', 'nope'], ...EXTRA],
    [{ deployments: 5 }, ['deployments'], ...NOT_DICT],
    [{ deployments: { nope: 1 } }, ['deployments', 'nope'], ...EXTRA],
    [{ deployments: { id: { any_: ['x'] } } }, ['deployments', 'id', 'any_', 0], ...NOT_UUID],
    [{ work_pools: 'x' }, ['work_pools'], ...NOT_DICT],
    [{ work_pools: { type: { nope: 1 } } }, ['work_pools', 'type', 'nope'], ...EXTRA],
    [{ work_pool_queues: { name: 5 } }, ['work_pool_queues', 'name'], ...NOT_DICT],
  ])('is refused where it is wrong: %j', async (body, loc, msg, type) => {
    for (const path of [...FLOW_ROUTES, '/ui/flow_runs/count']) {
      const answer = await ask(path, body);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ exception_detail: [{ loc: ['body', ...loc], msg, type }] });
    }
  });

  it.each<object>([
    { deployments: {} },
    { deployments: { id: { any_: [ID] }, name: { any_: ['d'], like_: 'd' }, paused: { eq_: true } } },
    { deployments: { is_schedule_active: { eq_: 'no' }, tags: { all_: ['t'] }, work_queue_name: { any_: ['q'] } } },
    { work_pools: { operator: 'or_', id: { any_: [ID] }, name: { any_: ['p'] }, type: { any_: ['process'] } } },
    { work_pool_queues: { id: { any_: [ID] }, name: { any_: ['q'], startswith_: ['q'] } } },
  ])('finds nothing that belongs to what is not kept: %j', async (body) => {
    for (const path of FLOW_ROUTES) expect(countOf(await ask(path, body))).toBe(0);
  });

  it('of task runs knows deployments, but no work pools', async () => {
    for (const path of TASK_ROUTES) {
      expect(countOf(await ask(path, { deployments: {} }))).toBe(0);
      expect(countOf(await ask(path, { work_pools: 'x', work_pool_queues: [] }))).toBe(1);
      expect((await ask(path, { deployments: 5 })).status).toBe(422);
    }
    expect((await ask('/ui/task_runs/count', { deployments: { nope: 1 } })).status).toBe(422);
    expect((await ask('/ui/task_runs/count', { work_pools: 5 })).body).toMatchObject({ PENDING: 1 });
  });
});
