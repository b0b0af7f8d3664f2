/* An empty part of a filter holds for everything, as in Prefect 2.20.25 and 3.8.8; one of a state is as if it were not there. */
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const NONE = { any_: ['00000000-0000-4000-8000-000000000000'] };

describe.each(ENGINES)('an empty part of a filter on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;

  const ask = async (path: string, body: object): Promise<unknown> => {
    const answer = await send(server.url.replace('/api', path), post(body));
    expect(answer.status).toBeLessThan(300);
    return answer.body;
  };

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    const flow = (await ask('/v2/api/flows/', { name: 'f' })) as { id: string };
    const run = (await ask('/v2/api/flow_runs/', { flow_id: flow.id })) as { id: string };
    await ask('/v2/api/task_runs/', { flow_run_id: run.id, task_key: 't', dynamic_key: '0' });
    const line = { name: 'l', level: 20, message: 'm', timestamp: '2026-11-28T00:00:00+00:00', flow_run_id: run.id };
    await ask('/v3/api/logs/', [line]);
  });

  afterAll(() => server.stop());

  describe.each(['/v2/api', '/v3/api'])('through %s', (api) => {
    it.each<[string, string, object, string[]]>([
      ['flows', '/flow_runs/filter', { id: NONE }, ['id', 'deployment', 'name', 'tags']],
      [
        'flow_runs',
        '/flow_runs/filter',
        { id: NONE },
        [
          ...['id', 'name', 'tags', 'deployment_id', 'work_queue_name', 'flow_version', 'state', 'start_time'],
          ...['expected_start_time', 'next_scheduled_start_time', 'parent_flow_run_id', 'parent_task_run_id'],
          'idempotency_key',
        ],
      ],
      [
        'task_runs',
        '/task_runs/filter',
        { id: NONE },
        ['id', 'name', 'tags', 'state', 'start_time', 'subflow_runs', 'flow_run_id'],
      ],
      ['logs', '/logs/filter', { task_run_id: NONE }, ['level', 'timestamp', 'flow_run_id', 'task_run_id']],
    ])('holds for all %s', async (kind, path, nothing, parts) => {
      for (const part of parts) {
        const name = Object.keys(nothing)[0]!;
        // the part that finds nothing, and the empty one beside it
        const never =
          part === name ? (kind === 'logs' ? { flow_run_id: NONE } : { name: { any_: ['none'] } }) : nothing;
        const find = async (criteria: object): Promise<[string, number]> => [
          part,
          ((await ask(api + path, { [kind]: criteria })) as unknown[]).length,
        ];
        expect(await find({ operator: 'or_', ...never, [part]: {} })).toEqual([part, 1]);
        expect(await find({ operator: 'and_', ...never, [part]: {} })).toEqual([part, 0]);
        expect(await find({ operator: 'or_', ...never })).toEqual([part, 0]);
      }
    });

    it.each<[object, number]>([
      [{ operator: 'or_', deployment: { is_null_: false }, id: {} }, 1],
      [{ operator: 'or_', deployment: { is_null_: false }, name: { any_: null } }, 1],
      [{ operator: 'or_', name: { any_: ['none'] }, tags: { operator: 'or_' } }, 1],
      [{ operator: 'or_', id: {} }, 1],
    ])('holds beside what finds nothing: %j', async (flows, count) => {
      expect(await ask(`${api}/task_runs/filter`, { flows })).toHaveLength(count);
      expect(await ask(`${api}/flow_runs/count`, { flows })).toBe(count);
    });

    it.each<[object, number]>([
      [{ operator: 'or_', type: { any_: ['FAILED'] }, name: {} }, 0],
      [{ operator: 'or_', type: {}, name: { any_: ['none'] } }, 0],
      [{ operator: 'or_', type: { any_: [] }, name: { any_: ['none'] } }, 0],
      [{ operator: 'or_', type: {}, name: { any_: ['Pending'] } }, 1],
      [{ operator: 'and_', type: {}, name: { any_: ['none'] } }, 0],
      [{ operator: 'or_', type: {}, name: {} }, 1],
    ])('is left out of the part of a state: %j', async (state, count) => {
      for (const kind of ['flow_runs', 'task_runs']) {
        expect(await ask(`${api}/${kind}/count`, { [kind]: { state } })).toBe(count);
      }
    });
  });

  it('holds for an artifact, beside whether it has a key', async () => {
    await ask('/v3/api/artifacts/', { key: null, data: 1 });
    const count = (artifacts: object) => ask('/v3/api/artifacts/filter', { artifacts });
    for (const part of ['id', 'flow_run_id', 'task_run_id', 'type', 'key']) {
      const never = part === 'id' ? { type: { any_: ['none'] } } : { id: NONE };
      expect(await count({ operator: 'or_', ...never, [part]: {} })).toHaveLength(1);
      expect(await count({ operator: 'or_', ...never })).toHaveLength(0);
    }
    expect(await count({ operator: 'or_', id: NONE, key: { exists_: true } })).toHaveLength(0);
    expect(await count({ operator: 'or_', id: NONE, key: { any_: ['k'], exists_: false } })).toHaveLength(0);
    expect(await count({ operator: 'or_', id: NONE, key: { exists_: false } })).toHaveLength(1);
  });
});
