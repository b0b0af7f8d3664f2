/* The backend end to end: a process of its own, real HTTP, and what real Prefect servers answered as input. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

import { State, StateCreate } from '../../src/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { recordedStates } from '../support/fixtures.js';
import { type Answer, post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';

describe.each(ENGINES)('the backend on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let database: string;
  let server: RunningServer;

  beforeAll(async () => {
    database = await create();
    server = await startServer(folder, { DATABASE_URL: database });
  });
  afterAll(() => server.stop());

  const get = (path: string): Promise<Answer> => send(server.url + path);
  const make = async (path: string, body: object): Promise<{ id: string; state: { id: string } }> => {
    const answer = await send(server.url + path, post(body));
    expect([200, 201]).toContain(answer.status);
    return answer.body as { id: string; state: { id: string } };
  };

  async function makeRuns(): Promise<{ flowRunId: string; taskRunId: string }> {
    const flow = await make('/flows/', { name: randomUUID() });
    const flowRun = await make('/flow_runs/', { flow_id: flow.id });
    const taskRun = await make('/task_runs/', { flow_run_id: flowRun.id, task_key: 't', dynamic_key: randomUUID() });
    return { flowRunId: flowRun.id, taskRunId: taskRun.id };
  }

  describe('GET /api/health', () => {
    it('answers true', async () => {
      expect(await get('/health')).toMatchObject({ status: 200, text: 'true' });
    });
  });

  describe('GET /api/ready, GET /healthz', () => {
    it('answer that the database answers', async () => {
      expect(await get('/ready')).toMatchObject({ status: 200, text: '{"message":"OK"}' });
      const { status, body, headers } = await send(server.url.replace('/api', '/healthz'));
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', error: {}, details: { database: { status: 'up' } } });
      expect(headers.get('cache-control')).toContain('no-store');
    });
  });

  describe('what set_state answered', () => {
    it('GET gives unchanged after a restart, to the microsecond', async () => {
      const { flowRunId, taskRunId } = await makeRuns();
      const kept = new Map<string, string>();
      for (const wire of recordedStates('2.20.25')) {
        const isTask = (wire.state_details as { task_run_id: string | null }).task_run_id !== null;
        const [kind, id] = isTask ? ['task_run', taskRunId] : ['flow_run', flowRunId];
        const answer = await send(
          `${server.url}/${kind}s/${id}/set_state`,
          post({ state: StateCreate.parse(State.parse(wire)), force: true }),
        );
        expect(answer.status).toBe(201);
        const { state, status, details } = answer.body as {
          state: { id: string; data: unknown };
          status: string;
          details: object;
        };
        expect({ status, details }).toEqual({ status: 'ACCEPT', details: { type: 'accept_details' } });
        expect(state).toMatchObject({ type: wire.type, name: wire.name, message: wire.message, data: wire.data });
        kept.set(`/${kind}_states/${state.id}`, JSON.stringify(state));
      }
      expect(kept.size).toBe(91);

      await server.stop();
      server = await startServer(folder, { DATABASE_URL: database });
      for (const [path, text] of kept) expect((await get(path)).text).toBe(text);
      const history = await get(`/flow_run_states/?flow_run_id=${flowRunId}`);
      for (const [path, text] of kept) if (path.startsWith('/flow_run')) expect(history.text).toContain(text);
    });
  });

  describe('POST /api/flows/, /api/flow_runs/, /api/task_runs/', () => {
    it('make what is new with 201 and answer what is known with 200', async () => {
      const name = randomUUID();
      const [first, again] = [
        await send(`${server.url}/flows/`, post({ name, tags: ['a'] })),
        await send(`${server.url}/flows/`, post({ name })),
      ];
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(first.body);
      expect(Object.keys(first.body as object)).toEqual(['id', 'created', 'updated', 'name', 'tags']);

      const flow = first.body as { id: string };
      const run = { flow_id: flow.id, idempotency_key: 'k', parameters: { x: 1 }, state: { type: 'SCHEDULED' } };
      const [made, known] = [
        await send(`${server.url}/flow_runs/`, post(run)),
        await send(`${server.url}/flow_runs/`, post(run)),
      ];
      expect([made.status, known.status]).toEqual([201, 200]);
      // late it is, and later with every moment
      expect(known.body).toEqual({
        ...(made.body as object),
        estimated_start_time_delta: (known.body as { estimated_start_time_delta: number }).estimated_start_time_delta,
      });
      expect(made.body).toMatchObject({
        flow_id: flow.id,
        parameters: { x: 1 },
        state_type: 'SCHEDULED',
        state: { name: 'Scheduled' },
      });
      expect(made.text).toContain('"retry_delay_seconds":0.0');

      const task = { flow_run_id: (made.body as { id: string }).id, task_key: 't', dynamic_key: '0' };
      const tasks = [
        await send(`${server.url}/task_runs/`, post(task)),
        await send(`${server.url}/task_runs/`, post(task)),
      ];
      expect(tasks.map(({ status }) => status)).toEqual([201, 200]);
    });

    it('read a policy that is given by its old names', async () => {
      const flow = await make('/flows/', { name: randomUUID() });
      const policy = { max_retries: 2, retry_delay_seconds: 1.5 };
      expect(await make('/flow_runs/', { flow_id: flow.id, empirical_policy: policy })).toMatchObject({
        empirical_policy: { ...policy, retries: 2, retry_delay: 1 },
      });
    });

    it('refuse a run of a flow that there is not', async () => {
      const answer = await send(`${server.url}/flow_runs/`, post({ flow_id: randomUUID() }));
      expect(answer).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/^Data integrity conflict\./) as unknown },
      });
    });
  });

  describe('a bad request', () => {
    let path: string;
    let flowRunId: string;
    beforeAll(async () => {
      ({ flowRunId } = await makeRuns());
      path = `/flow_runs/${flowRunId}/set_state`;
    });

    it.each<[string, string, object[]]>([
      ['an empty object', '{}', [{ loc: ['body', 'state'], msg: 'field required', type: 'value_error.missing' }]],
      ['null', '{"state": null}', [{ loc: ['body', 'state'], msg: 'field required', type: 'value_error.missing' }]],
      [
        'a text',
        '{"state": "RUNNING"}',
        [{ loc: ['body', 'state'], msg: 'value is not a valid dict', type: 'type_error.dict' }],
      ],
      ['a list', '[1, 2]', [{ loc: ['body', 'state'] }, { loc: ['body', 'force'] }]],
      ['broken JSON', '{"state": {"type": "RUN', [{ loc: ['body', 19], type: 'value_error.jsondecode' }]],
      [
        'an unknown type',
        '{"state": {"type": "running"}}',
        [{ loc: ['body', 'state', 'type'], type: 'type_error.enum' }],
      ],
      [
        'a name too many',
        '{"state": {"type": "RUNNING", "nope": 1}}',
        [{ loc: ['body', 'state', 'nope'], type: 'value_error.extra' }],
      ],
      [
        'a wrong switch',
        '{"state": {"type": "RUNNING"}, "force": "maybe"}',
        [{ loc: ['body', 'force'], type: 'type_error.bool' }],
      ],
      [
        'wrong details',
        '{"state": {"type": "RUNNING", "state_details": {"flow_run_id": "q", "retriable": "q"}}}',
        [
          { loc: ['body', 'state', 'state_details', 'flow_run_id'], type: 'type_error.uuid' },
          { loc: ['body', 'state', 'state_details', 'retriable'], type: 'type_error.bool' },
        ],
      ],
      [
        'a lone surrogate',
        '{"state": {"type": "RUNNING", "message": "\\ud800"}}',
        [{ loc: ['body', 'state', 'message'] }],
      ],
    ])('is answered as the reference answers it, and nothing is kept: %s', async (_what, body, detail) => {
      const before = await get(`/flow_run_states/?flow_run_id=${flowRunId}`);
      const answer = await send(server.url + path, { method: 'POST', body });
      expect(answer).toMatchObject({
        status: 422,
        body: { exception_message: 'Invalid request received.', exception_detail: detail },
      });
      expect((await get(`/flow_run_states/?flow_run_id=${flowRunId}`)).text).toBe(before.text);
    });

    it('without a body is answered so', async () => {
      expect(await send(server.url + path, { method: 'POST' })).toMatchObject({
        status: 422,
        body: { exception_detail: [{ loc: ['body', 'state'], msg: 'field required' }], request_body: null },
      });
    });

    it.each<[string, number, object]>([
      ['/flow_run_states/xyz', 422, { exception_detail: [{ loc: ['path', 'id'], msg: 'value is not a valid uuid' }] }],
      // neither what cannot be decoded nor what is long is another fault
      ['/flow_run_states/%zz', 422, { exception_detail: [{ loc: ['path', 'id'], msg: 'value is not a valid uuid' }] }],
      ['/flow_run_states/%ff', 422, { exception_detail: [{ loc: ['path', 'id'], msg: 'value is not a valid uuid' }] }],
      [`/flow_run_states/${'a'.repeat(3000)}`, 422, { exception_detail: [{ loc: ['path', 'id'] }] }],
      ['/flow_run_states/', 422, { exception_detail: [{ loc: ['query', 'flow_run_id'], msg: 'field required' }] }],
      ['/flow_run_states', 422, { exception_detail: [{ loc: ['query', 'flow_run_id'], msg: 'field required' }] }],
      ['/task_run_states/?task_run_id=q', 422, { exception_detail: [{ loc: ['query', 'task_run_id'] }] }],
      ['/flow_run_states/00000000-0000-4000-8000-000000000000', 404, { detail: 'Flow run state not found' }],
      ['/no_such_route', 404, { detail: 'Not Found' }],
    ])('GET %s is answered with %d', async (route, status, body) => {
      expect(await get(route)).toMatchObject({ status, body });
    });

    it.each([
      ['PUT', '/flows/', 'POST'],
      ['POST', '/flow_run_states/?flow_run_id=x', 'GET'],
      ['POST', `/flow_runs/${randomUUID()}`, 'DELETE, GET, PATCH'],
    ])('by a method that the path does not take is told which it takes: %s %s', async (method, route, allowed) => {
      const answer = await send(server.url + route, { method, body: '{}' });
      expect(answer).toMatchObject({ status: 405, body: { detail: 'Method Not Allowed' } });
      expect(answer.headers.get('allow')).toBe(allowed);
    });

    it(`with a U+0000 is ${engine === 'sqlite' ? 'none' : 'answered with 422 at the field, and nothing is kept'}`, async () => {
      const flow = await make('/flows/', { name: randomUUID() });
      const text = 'a\0b';
      const taskRun = { flow_run_id: flowRunId, task_key: 't', dynamic_key: 'k' };
      const requests: [string, object, (string | number)[]][] = [
        [path, { state: { type: 'RUNNING', message: text }, force: true }, ['body', 'state', 'message']],
        [path, { state: { type: 'RUNNING', name: text }, force: true }, ['body', 'state', 'name']],
        [
          path,
          { state: { type: 'RUNNING', state_details: { cache_key: text } }, force: true },
          ['body', 'state', 'state_details', 'cache_key'],
        ],
        ['/flows/', { name: text }, ['body', 'name']],
        ['/flows/', { name: randomUUID(), tags: ['a', text] }, ['body', 'tags', 1]],
        ['/flow_runs/', { flow_id: flow.id, name: text }, ['body', 'name']],
        ['/flow_runs/', { flow_id: flow.id, idempotency_key: text }, ['body', 'idempotency_key']],
        ['/flow_runs/', { flow_id: flow.id, parameters: { x: [text] } }, ['body', 'parameters', 'x', 0]],
        ['/flow_runs/', { flow_id: flow.id, state: { type: 'PENDING', message: text } }, ['body', 'state', 'message']],
        ['/task_runs/', { ...taskRun, task_key: text }, ['body', 'task_key']],
        ['/task_runs/', { ...taskRun, dynamic_key: text }, ['body', 'dynamic_key']],
      ];
      for (const [route, body, loc] of requests) {
        const answer = await send(server.url + route, post(body));
        if (engine === 'sqlite') {
          expect([route, body, answer.status]).toEqual([route, body, 201]);
          continue;
        }
        expect([route, answer]).toMatchObject([
          route,
          { status: 422, body: { exception_detail: [{ loc, type: 'value_error' }], request_body: body } },
        ]);
      }
      // in what is looked for it is in no text
      const named = (any: string[]): object => ({ flow_runs: { name: { any_: any } } });
      const found = engine === 'sqlite' ? 1 : 0;
      expect((await send(`${server.url}/flow_runs/filter`, post(named([text, 'nobody'])))).body).toHaveLength(found);
      for (const like of [
        { name: { like_: text } },
        { tags: { all_: [text] } },
        { idempotency_key: { any_: [text] } },
      ]) {
        expect((await send(`${server.url}/flow_runs/count`, post({ flow_runs: like }))).status).toBe(200);
      }
      for (const route of ['/block_types/slug/a%00b', '/block_schemas/checksum/a%00b']) {
        expect((await get(route)).status).toBe(404);
      }
    });

    it('may begin with a byte order mark', async () => {
      const body = `\ufeff${JSON.stringify({ name: randomUUID() })}`;
      expect((await send(`${server.url}/flows/`, { method: 'POST', body })).status).toBe(201);
    });

    it('for a run that there is not is answered with 404', async () => {
      const id = randomUUID();
      for (const [kind, name] of [
        ['flow_runs', 'Flow'],
        ['task_runs', 'Task'],
      ]) {
        expect(await send(`${server.url}/${kind}/${id}/set_state`, post({ state: { type: 'RUNNING' } }))).toMatchObject(
          {
            status: 404,
            body: { exception_message: `${name} run with id ${id} not found` },
          },
        );
      }
    });

    it('over the limit is answered with 413', async () => {
      const body = JSON.stringify({ state: { type: 'RUNNING', message: 'x'.repeat(1024 * 1024) } });
      const tooLarge = { status: 413, body: { detail: 'Request body is too large.' } };
      expect(await send(server.url + path, { method: 'POST', body })).toMatchObject(tooLarge);
      // nor does it matter that nobody said how long it would be, or that it goes on for long
      const chunks = ReadableStream.from(Array.from({ length: 200 }, () => Buffer.alloc(65_536, 'x')));
      const endless = { method: 'POST', body: chunks, duplex: 'half' } as unknown as RequestInit;
      expect(await send(server.url + path, endless)).toMatchObject(tooLarge);
      expect((await get('/health')).status).toBe(200);
    });

    it('nested 10,000 deep or full of hostile keys is no trouble', async () => {
      const deep = `{"state": {"type": "COMPLETED", "data": ${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;
      const hostile =
        '{"state": {"type": "COMPLETED", "data": {"__proto__": {"polluted": 1}, "constructor": 1}, "__proto__": 1}}';
      const answers = [deep, hostile].map((body) => send(server.url + path, { method: 'POST', body }));
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([400, 422]);
      expect(await get('/health')).toMatchObject({ status: 200, text: 'true' });
    });

    it('never comes back with a stack, nor into the log with what was sent', async () => {
      const secret = 's3cr3t-token';
      const body = JSON.stringify({ flow_id: randomUUID(), parameters: { secret } });
      const answer = await send(`${server.url}/flow_runs/`, { method: 'POST', body });
      expect(answer.status).toBe(409);
      expect(answer.text).not.toMatch(/at \w+|node_modules/);
      expect(server.output()).not.toContain(secret);
    });
  });

  describe('/docs', () => {
    it('shows every route with the schemas of the models', async () => {
      const page = await send(server.url.replace('/api', '/docs'));
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      for (const [, path] of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) {
        const file = await fetch(new URL(path!, server.url));
        expect([path, file.status]).toEqual([path, 200]);
        expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
      }
      expect(page.text).toContain("?? '/docs-json'");
      for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/__proto__']) {
        expect((await fetch(new URL(path, server.url))).status).toBe(404);
      }
      const document = (await send(server.url.replace('/api', '/docs-json'))).body as {
        paths: object;
        components: { schemas: Record<string, { properties: object }> };
      };
      expect(Object.keys(document.paths).sort()).toEqual([
        ...['/api/admin/delete_ended_runs', '/api/admin/version', '/api/block_documents/', '/api/block_documents/{id}'],
        ...['/api/block_schemas/checksum/{checksum}', '/api/block_types/slug/{slug}'],
        ...['/api/csrf-token', '/api/flow_run_states/', '/api/flow_run_states/{id}'],
        ...['/api/flow_runs/', '/api/flow_runs/count', '/api/flow_runs/filter', '/api/flow_runs/{id}'],
        ...[
          '/api/flow_runs/{id}/set_state',
          '/api/flows/',
          '/api/flows/name/{name}',
          '/api/flows/{id}',
          '/api/health',
          '/api/logs/',
          '/api/logs/filter',
          '/api/ready',
        ],
        ...['/api/task_run_states/', '/api/task_run_states/{id}', '/api/task_runs/', '/api/task_runs/count'],
        ...['/api/task_runs/filter', '/api/task_runs/{id}', '/api/task_runs/{id}/set_state'],
        ...['/api/ui/flow_runs/count', '/api/ui/task_runs/count', '/healthz'],
      ]);
      const { schemas } = document.components;
      expect(Object.keys(schemas.StateDetails!.properties)).toHaveLength(15);
      const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
      expect(refs.filter((name) => !(name in schemas))).toEqual([]);
    });
  });
});

describe('the backend without DATABASE_URL', () => {
  const folder = temporaryFolder();

  it('keeps what it is given in an embedded database in the working directory', async () => {
    const server = await startServer(folder);
    expect((await send(`${server.url}/flows/`, post({ name: 'f' }))).status).toBe(201);
    await server.stop();
    expect(existsSync(join(folder, 'prefect-states.db'))).toBe(true);
  });

  it('takes bodies as long as BODY_LIMIT says', async () => {
    const server = await startServer(folder, { BODY_LIMIT: '2kb' });
    const status = async (length: number): Promise<number> => {
      const body = JSON.stringify({ name: 'x'.repeat(length - '{"name":""}'.length) });
      return (await send(`${server.url}/flows/`, { method: 'POST', body })).status;
    };
    expect([await status(2048), await status(2049)]).toEqual([201, 413]);
    await server.stop();
  });
});
