/*
 * Requests good and bad, and what a real Prefect 2.20.25 server answers them: status and body, with ids and times blanked.
 * The file holds one answer a line, in the order of the requests here.
 */
import { readFileSync } from 'node:fs';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

type Recorded = readonly [name: string, status: number, body: unknown];

const RECORDED = readFileSync(new URL('../fixtures/rest/prefect-2.20.25.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(\+00:00|Z)/g;
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Of a long body, the fields that the recording holds. */
const FLOW = ['id', 'name', 'tags'];
const RUN = [
  ...['id', 'name', 'flow_id', 'state_id', 'state_type', 'state_name', 'state', 'run_count', 'tags', 'parameters'],
  ...['start_time', 'end_time', 'expected_start_time', 'next_scheduled_start_time', 'empirical_policy'],
  ...['auto_scheduled', 'parent_task_run_id', 'idempotency_key'],
];
const TASK_RUN = [
  ...['id', 'name', 'flow_run_id', 'task_key', 'dynamic_key', 'state_id', 'state_type', 'state_name', 'state'],
  ...['run_count', 'tags', 'start_time', 'end_time', 'expected_start_time', 'cache_key', 'empirical_policy'],
  'task_inputs',
];

interface Request {
  readonly method?: string;
  readonly body?: unknown;
  /** The body as it goes out, for one that is no JSON. */
  readonly raw?: string;
  readonly keep?: readonly string[];
}

/** Sends requests one after another, and keeps what was answered in the recording's way. */
class Session {
  readonly answers: Recorded[] = [];
  readonly #api: string;
  readonly #ids = new Map<string, string>();

  constructor(api: string) {
    this.#api = api;
  }

  async ask(name: string, path: string, { method = 'POST', body, raw, keep }: Request = {}): Promise<unknown> {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await send(this.#api + path, { method, ...(text === undefined ? {} : { body: text }) });
    this.answers.push([name, answer.status, this.#shown(answer, keep)]);
    return answer.body;
  }

  read(name: string, path: string, keep?: readonly string[]): Promise<unknown> {
    return this.ask(name, path, { method: 'GET', ...(keep === undefined ? {} : { keep }) });
  }

  /** The same, of a list of runs their names only. */
  async names(name: string, path: string, body: unknown): Promise<void> {
    await this.ask(name, path, { body });
    const [, status, runs] = this.answers.pop()!;
    this.answers.push([name, status, (runs as { name: string }[]).map((run) => run.name)]);
  }

  #shown({ text, body }: Answer, keep: readonly string[] | undefined): unknown {
    const blanked = text
      .replace(UUID, (id) => {
        if (!this.#ids.has(id)) this.#ids.set(id, `<id${this.#ids.size}>`);
        return this.#ids.get(id)!;
      })
      .replace(TIME, '<time>');
    if (typeof body === 'string') return blanked;
    const value = JSON.parse(blanked) as Record<string, unknown>;
    return keep === undefined ? value : Object.fromEntries(keep.map((key) => [key, value[key]]));
  }
}

async function flows(session: Session): Promise<string> {
  const body = { name: 'f1', tags: ['a'] };
  const flow = await session.ask('flow new', '/flows/', { body, keep: [...FLOW, 'created', 'updated'] });
  await session.ask('flow again', '/flows/', { body: { name: 'f1' }, keep: FLOW });
  await session.ask('flow bad name', '/flows/', { body: { name: 'a/b' } });
  await session.ask('flow no name', '/flows/', { body: {} });
  await session.ask('flow extra', '/flows/', { body: { name: 'f2', nope: 1 } });
  const { id } = flow as { id: string };
  await session.read('flow read', `/flows/${id}`, ['id', 'name']);
  await session.read('flow unknown', `/flows/${NOBODY}`);
  await session.read('flow id bad', '/flows/xyz');
  await session.read('flow by name', '/flows/name/f1', FLOW);
  await session.read('flow name unknown', '/flows/name/F1');
  return id;
}

async function flowRuns(session: Session, flow: string): Promise<string> {
  const [state, parameters] = [{ type: 'SCHEDULED' }, { x: 1 }];
  const first = { flow_id: flow, name: 'r1', state, parameters, tags: ['t'], idempotency_key: 'k1' };
  const run = await session.ask('run new', '/flow_runs/', { body: first, keep: RUN });
  const again = { flow_id: flow, name: 'other', idempotency_key: 'k1' };
  await session.ask('run idempotent', '/flow_runs/', { body: again, keep: RUN });
  await session.ask('run no state', '/flow_runs/', { body: { flow_id: flow, name: 'r2' }, keep: RUN });
  await session.ask('run bad flow id', '/flow_runs/', { body: { flow_id: 'zz' } });
  await session.ask('run bad state', '/flow_runs/', { body: { flow_id: flow, state: { type: 'NOPE' } } });
  const { id } = run as { id: string };
  await session.read('run read', `/flow_runs/${id}`, RUN);
  await session.read('run unknown', `/flow_runs/${NOBODY}`);
  await session.read('run id bad', '/flow_runs/xyz');
  const method = 'PATCH';
  await session.ask('patch', `/flow_runs/${id}`, { method, body: { name: 'renamed' } });
  await session.ask('patch unknown', `/flow_runs/${NOBODY}`, { method, body: { name: 'renamed' } });
  await session.ask('patch extra', `/flow_runs/${id}`, { method, body: { nope: 1 } });
  return id;
}

async function transitions(session: Session, run: string): Promise<void> {
  const path = `/flow_runs/${run}/set_state`;
  const set = (name: string, state: unknown, more: object = {}): Promise<unknown> =>
    session.ask(`set ${name}`, path, { body: { state, ...more } });
  const force = { force: true };
  await set('pending', { type: 'PENDING' });
  await set('running', { type: 'RUNNING', name: 'Go', message: "it's 日本", state_details: { cache_key: 'c' } });
  await session.ask('set no body', path, { raw: '' });
  await session.ask('set empty', path, { body: {} });
  await set('null', null);
  await set('text', 'RUNNING');
  await session.ask('set list', path, { raw: '[1,2]' });
  await session.ask('set broken', path, { raw: '{"state": {"type": "RUN' });
  await set('type', { type: 'running' });
  await set('no type', { name: 'x' });
  await set('extra', { type: 'RUNNING', nope: 1 });
  const details = { flow_run_id: 'q', retriable: 'q', scheduled_time: 'q', run_input_keyset: [1] };
  await set('details', { type: 'RUNNING', state_details: details });
  await set('details null', { type: 'RUNNING', state_details: null });
  await set('force type', { type: 'RUNNING' }, { force: 'maybe' });
  await set('force', { type: 'SCHEDULED' }, force);
  await set('id and time', { type: 'RUNNING', id: NOBODY, timestamp: '2020-01-01T00:00:00Z' }, force);
  const running = { body: { state: { type: 'RUNNING' } } };
  await session.ask('set unknown', `/flow_runs/${NOBODY}/set_state`, running);
  await session.ask('set bad id', '/flow_runs/xyz/set_state', running);
  await set('completed', { type: 'COMPLETED', data: { type: 'literal', value: [1, 'two'] } });
}

async function histories(session: Session, run: string): Promise<void> {
  const [first] = (await session.read('history', `/flow_run_states/?flow_run_id=${run}`)) as [{ id: string }];
  await session.read('state', `/flow_run_states/${first.id}`);
  await session.read('state unknown', `/flow_run_states/${NOBODY}`);
  await session.read('state bad id', '/flow_run_states/xyz');
  await session.read('history none', '/flow_run_states/');
  await session.read('history bad', '/flow_run_states/?flow_run_id=xyz');
  await session.read('history unknown', `/flow_run_states/?flow_run_id=${NOBODY}`);
}

async function taskRuns(session: Session, run: string): Promise<void> {
  const body = { flow_run_id: run, task_key: 't', dynamic_key: '0', name: 't0' };
  const { id } = (await session.ask('task new', '/task_runs/', { body, keep: TASK_RUN })) as { id: string };
  await session.ask('task again', '/task_runs/', { body, keep: TASK_RUN });
  await session.ask('task bad', '/task_runs/', { body: { flow_run_id: 'q' } });
  await session.ask('task set', `/task_runs/${id}/set_state`, { body: { state: { type: 'RUNNING' }, force: true } });
  await session.read('task read', `/task_runs/${id}`, TASK_RUN);
  await session.read('task unknown', `/task_runs/${NOBODY}`);
  await session.read('task states', `/task_run_states/?task_run_id=${id}`);
}

async function searches(session: Session, run: string): Promise<void> {
  await session.names('filter', '/flow_runs/filter', { flow_runs: { id: { any_: [run] } } });
  const completed = { flow_runs: { state: { type: { any_: ['COMPLETED'] } } }, sort: 'NAME_ASC', limit: 5 };
  await session.names('filter state', '/flow_runs/filter', completed);
  await session.ask('filter limit', '/flow_runs/filter', { body: { limit: 500 } });
  await session.ask('filter sort bad', '/flow_runs/filter', { body: { sort: 'NOPE' } });
  const named = { flow_runs: { state: { name: { any_: ['Completed'] } } } };
  await session.ask('count', '/flow_runs/count', { body: named });
  await session.ask('count all', '/flow_runs/count', { body: {} });
}

async function others(session: Session, run: string): Promise<void> {
  const log = { name: 'x', level: 20, message: 'm', timestamp: '2024-01-01T00:00:00Z', flow_run_id: run };
  await session.ask('logs', '/logs/', { body: [log] });
  await session.read('health', '/health');
  await session.read('ready', '/ready');
  await session.read('csrf', '/csrf-token?client=abc');
  await session.read('no route', '/no_such_route');
  await session.ask('wrong method', `/flow_runs/${run}/set_state`, { method: 'PUT', body: {} });
}

// `/api` is `/v2/api` by another name, unless PREFECT_API says otherwise
const MOUNTS = ENGINES.flatMap((engine) => ['/v2/api', '/api'].map((mount) => ({ engine, mount })));

describe.each(MOUNTS)('the REST API at $mount on $engine', ({ engine, mount }) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;
  let answers: readonly Recorded[];

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    const session = new Session(server.url.replace(/\/api$/, mount));
    const flow = await flows(session);
    const run = await flowRuns(session, flow);
    for (const part of [transitions, histories, taskRuns, searches, others]) await part(session, run);
    ({ answers } = session);
  });

  afterAll(() => server.stop());

  it.each(RECORDED.map((recorded, i) => [recorded[0], i] as const))("answers '%s' as Prefect does", (_name, i) => {
    expect(answers[i]).toEqual(RECORDED[i]);
  });

  it('was asked everything', () => {
    expect(answers).toHaveLength(RECORDED.length);
  });
});
