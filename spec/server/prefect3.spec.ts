/* What only Prefect 3's API has, and what goes through both. */
import { randomUUID } from 'node:crypto';

import { temporaryFolder } from '../support/database.js';
import { eventWire } from '../support/events.js';
import { type Answer, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

type Json = Readonly<Record<string, unknown>>;

let server: SharedServer;

const folder = temporaryFolder();

beforeAll(async () => {
  server = await startShared(folder);
});

afterAll(() => server.stop());

function ask(api: 'v2' | 'v3', method: string, path: string, body?: unknown): Promise<Answer> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return send(server.url.replace(/\/api$/, `/${api}/api${path}`), { method, ...text });
}

const post = (path: string, body: unknown): Promise<Answer> => ask('v3', 'POST', path, body);

async function newRun(fields: Json = {}): Promise<string> {
  const flow = (await post('/flows/', { name: 'f', labels: { team: 'a' } })).body as { id: string };
  return ((await post('/flow_runs/', { flow_id: flow.id, ...fields })).body as { id: string }).id;
}

async function newTaskRun(fields: Json = {}): Promise<string> {
  const key = { task_key: 't', dynamic_key: String(Math.random()) };
  const { body } = await post('/task_runs/', { flow_run_id: await newRun(), ...key, ...fields });
  return (body as { id: string }).id;
}

/** A flow run that waits for input of a schema. */
async function pausedRun(schema: unknown, details: Json = {}): Promise<string> {
  const id = await newRun({ state: { type: 'RUNNING' } });
  const keys = { schema: 'p-schema', response: 'p-response' };
  const state_details = { pause_key: 'p', pause_timeout: '2099-01-01T00:00:00Z', run_input_keyset: keys, ...details };
  await post(`/flow_runs/${id}/set_state`, { state: { type: 'PAUSED', state_details } });
  if (schema !== null) await post(`/flow_runs/${id}/input`, { key: 'p-schema', value: schema });
  return id;
}

async function resumed(id: string, run_input: unknown = null): Promise<[unknown, unknown]> {
  const { body } = await post(`/flow_runs/${id}/resume`, { run_input });
  const { status, details } = body as { status: unknown; details: { reason?: unknown } };
  return [status, details.reason];
}

describe('resume', () => {
  const SCHEMA = JSON.stringify({
    type: 'object',
    properties: { n: { type: 'integer' }, text: { type: 'string', enum: ['a', 'b'] }, note: { type: 'string' } },
    required: ['n'],
  });

  it.each([
    [{}, "Reason: Validation failed. Failure reason: 'n' is a required property"],
    [{ n: 'x' }, "Reason: Validation failed for field 'n'. Failure reason: 'x' is not of type 'integer'"],
    [{ n: 1, text: 'c' }, "Reason: Validation failed for field 'text'. Failure reason: 'c' is not one of ['a', 'b']"],
    [
      { n: { __prefect_kind: 'workspace_variable', variable_name: 'v' } },
      "Error hydrating run input: Variable 'v' not found in workspace.",
    ],
  ])('refuses %j', async (input, reason) => {
    expect(await resumed(await pausedRun(SCHEMA), input)).toEqual(['REJECT', reason]);
  });

  it.each([
    ['nothing', null, 'Run input schema not found.'],
    ['no JSON', '{', 'Run input schema is not valid JSON.'],
  ])('refuses a schema that is %s', async (_what, schema, reason) => {
    expect(await resumed(await pausedRun(schema), { n: 1 })).toEqual(['REJECT', reason]);
  });

  it('keeps what the run goes on with under the key of the answer', async () => {
    const id = await pausedRun(SCHEMA);
    expect(await resumed(id, { n: { __prefect_kind: 'json', value: '5' }, note: null })).toEqual(['ACCEPT', undefined]);
    expect((await ask('v3', 'GET', `/flow_runs/${id}/input/p-response`)).text).toBe('{"n":5,"note":null}');
    expect(await resumed(id)).toEqual(['ABORT', 'Cannot resume a flow run that is not paused.']);
  });

  it('takes a text that is plain, not JSON', async () => {
    const id = await newRun();
    await post(`/flow_runs/${id}/input`, { key: 'k', value: 'plain "text"' });
    const answer = await ask('v3', 'GET', `/flow_runs/${id}/input/k`);
    expect(answer.text).toBe('plain "text"');
  });
});

describe('a run of Prefect 3 that is moved through /v2/api', () => {
  it('keeps its labels, whether it is deferred, and what its pause waits for', async () => {
    const id = await newRun({
      labels: { own: true },
      state: { type: 'SCHEDULED', state_details: { deferred: true, traceparent: '00-1-2-01' } },
    });
    await post(`/flow_runs/${id}/input`, { key: 'k', value: '1' });
    const states = (await ask('v3', 'GET', `/flow_run_states/?flow_run_id=${id}`)).body as { id: string }[];
    const moved = await ask('v2', 'POST', `/flow_runs/${id}/set_state`, { state: { type: 'RUNNING' }, force: true });
    expect(moved.status).toBe(201);
    await ask('v2', 'PATCH', `/flow_runs/${id}`, { name: 'renamed' });
    const read = (await ask('v3', 'GET', `/flow_runs/${id}`)).body as Json;
    expect(read).toMatchObject({ name: 'renamed', state_type: 'RUNNING', labels: { team: 'a', own: true } });
    const first = (await ask('v3', 'GET', `/flow_run_states/${states[0]!.id}`)).body as Json;
    expect(first).toMatchObject({ state_details: { deferred: true, traceparent: '00-1-2-01' } });
    expect((await ask('v3', 'GET', `/flow_runs/${id}/input/k`)).text).toBe('1');
    const of2 = (await ask('v2', 'GET', `/flow_runs/${id}`)).body as Json;
    expect(Object.keys(of2)).not.toContain('labels');
  });

  it('keeps them of a task run that events told of, too, and the data of its states', async () => {
    const run = randomUUID();
    const details = { deferred: true, traceparent: '00-1-2-01' };
    const told = eventWire('RUNNING', { run, details, data: { storage_key: 'k' }, task: { labels: { own: 1.5 } } });
    expect((await post('/events', [told])).status).toBe(204);
    const moved = await ask('v2', 'POST', `/task_runs/${run}/set_state`, { state: { type: 'CRASHED' }, force: true });
    expect(moved.status).toBe(201);
    await ask('v2', 'PATCH', `/task_runs/${run}`, { name: 'renamed' });
    const read = (await ask('v3', 'GET', `/task_runs/${run}`)).body;
    expect(read).toMatchObject({ name: 'renamed', state_type: 'CRASHED', labels: { own: 1.5 } });
    const state = { id: told.id, data: { storage_key: 'k' } };
    expect((await ask('v3', 'GET', `/task_run_states/${told.id}`)).body).toMatchObject({
      ...state,
      state_details: details,
    });
    const of2 = (await ask('v2', 'GET', `/task_run_states/${told.id}`)).body as { state_details: Json };
    expect(of2).toMatchObject(state);
    expect(Object.keys(of2.state_details)).not.toContain('deferred');
  });

  it('has no labels when it was made there', async () => {
    const flow = (await ask('v2', 'POST', '/flows/', { name: 'of 2' })).body as { id: string };
    const run = (await ask('v2', 'POST', '/flow_runs/', { flow_id: flow.id })).body as { id: string };
    expect((await ask('v3', 'GET', `/flow_runs/${run.id}`)).body).toMatchObject({ labels: {} });
  });
});

describe('a task run whose data the rules cannot read', () => {
  it('is left as it was, with 500 as the reference answers, also when its subflow is moved', async () => {
    const parent_task_run_id = await newTaskRun();
    const subflow = await newRun({ parent_task_run_id });
    const run = `/task_runs/${parent_task_run_id}`;
    const read = async (): Promise<unknown[]> => [
      (await ask('v3', 'GET', run)).body,
      (await ask('v3', 'GET', `/flow_runs/${subflow}`)).body,
      (await ask('v3', 'GET', `/task_run_states/?task_run_id=${parent_task_run_id}`)).body,
      (await ask('v3', 'GET', `/flow_run_states/?flow_run_id=${subflow}`)).body,
    ];
    await post(`/flow_runs/${subflow}/set_state`, { state: { type: 'COMPLETED', data: [1] } });
    const before = await read();
    const running = { state: { type: 'RUNNING', state_details: { deferred: true } } };
    const scheduled = { state: { type: 'SCHEDULED', data: {}, state_details: { deferred: true } }, force: true };
    for (const path of [`${run}/set_state`, `/flow_runs/${subflow}/set_state`]) {
      for (const body of [running, scheduled]) {
        const answer = await post(path, body);
        expect([path, answer.status, answer.body]).toEqual([path, 500, { exception_message: 'Internal Server Error' }]);
      }
    }
    expect(await read()).toEqual(before);
  });
});

describe.each(['flow', 'task'] as const)('the history of a %s run', (kind) => {
  it('is read as the API has it through which it is asked for', async () => {
    const task = { task_key: 't', dynamic_key: 'of a history' };
    const id = kind === 'flow' ? await newRun() : ((await post('/task_runs/', task)).body as { id: string }).id;
    const firstOf = async (api: 'v2' | 'v3'): Promise<{ timestamp: string; state_details: Json }> =>
      ((await ask(api, 'GET', `/${kind}_run_states/?${kind}_run_id=${id}`)).body as never[])[0]!;
    expect((await firstOf('v3')).state_details).toHaveProperty('deferred', false);
    expect((await firstOf('v3')).timestamp).toMatch(/Z$/);
    expect((await firstOf('v2')).state_details).not.toHaveProperty('deferred');
    expect((await firstOf('v2')).timestamp).toMatch(/\+00:00$/);
  });
});

describe('labels', () => {
  it('are refused at the place of what is none', async () => {
    const id = await newRun();
    const { status, body } = await ask('v3', 'PATCH', `/flow_runs/${id}/labels`, { a: 1, b: null });
    expect(status).toBe(422);
    expect(body).toMatchObject({ exception_detail: [{ loc: ['body', 'b', 'bool'] }, {}, {}, {}] });
    expect((await ask('v3', 'PATCH', `/flow_runs/${id}/labels`, [])).status).toBe(422);
  });

  it('may stand behind a byte order mark', async () => {
    const path = `/v3/api/flow_runs/${await newRun()}`;
    const body = '\ufeff{"a": 1}';
    expect((await send(server.url.replace('/api', `${path}/labels`), { method: 'PATCH', body })).status).toBe(204);
    expect((await send(server.url.replace('/api', path))).body).toMatchObject({ labels: { a: 1 } });
  });
});

describe.each(['v2', 'v3'] as const)('logs through /%s/api', (api) => {
  it('are kept, and found again', async () => {
    const id = await newRun();
    const line = { name: 'x', level: 20, message: `from ${api}`, timestamp: '2026-01-01T00:00:00Z', flow_run_id: id };
    expect((await ask(api, 'POST', '/logs/', [line])).status).toBe(201);
    for (const other of ['v2', 'v3'] as const) {
      const { body } = await ask(other, 'POST', '/logs/filter', { logs: { flow_run_id: { any_: [id] } } });
      expect(body).toMatchObject([{ name: 'x', level: 20, message: `from ${api}`, flow_run_id: id }]);
    }
  });
});

describe('slots of concurrency limits', () => {
  it('are had where no limit has the name, held on, and given back', async () => {
    const taken = await post('/v2/concurrency_limits/increment-with-lease', { names: ['tag:red'], slots: 1 });
    expect(taken).toMatchObject({ status: 200, body: { limits: [] } });
    const { lease_id } = taken.body as { lease_id: string };
    expect((await post(`/v2/concurrency_limits/leases/${lease_id}/renew`, { lease_duration: 60 })).status).toBe(204);
    expect((await post('/v2/concurrency_limits/decrement-with-lease', { lease_id })).status).toBe(204);
    expect((await post('/v2/concurrency_limits/increment-with-lease', { names: [], slots: 0 })).status).toBe(422);
  });
});

describe('artifacts', () => {
  it('are kept, read and found', async () => {
    const made = await post('/artifacts/', { key: 'report', type: 'markdown', data: '# Done', description: null });
    expect(made).toMatchObject({ status: 201, body: { key: 'report', data: '# Done', metadata_: null } });
    const { id } = made.body as { id: string };
    expect((await ask('v3', 'GET', `/artifacts/${id}`)).body).toEqual(made.body);
    expect((await ask('v3', 'GET', '/artifacts/report/latest')).body).toEqual(made.body);
    expect((await post('/artifacts/filter', { artifacts: { key: { any_: ['report'] } } })).body).toEqual([made.body]);
    expect((await post('/artifacts/', { key: 'Not A Key' })).status).toBe(422);
  });
});

describe('job_variables', () => {
  it('are null of a run that a key was given for, unless they are given too', async () => {
    const variablesOf = async (fields: Json): Promise<unknown> =>
      ((await ask('v3', 'GET', `/flow_runs/${await newRun(fields)}`)).body as Json).job_variables;
    expect(await variablesOf({})).toEqual({});
    expect(await variablesOf({ idempotency_key: 'a' })).toBeNull();
    expect(await variablesOf({ idempotency_key: 'b', job_variables: { x: 1 } })).toEqual({ x: 1 });
  });
});
