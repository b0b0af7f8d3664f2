/* What of a run is checked when it is made or changed; the answers are those of a real server of Prefect 2.20.25. */
import { randomUUID } from 'node:crypto';

import { adjectives, nouns } from 'human-id';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

type Fault = readonly [loc: readonly (string | number)[], msg: string, type: string, ctx?: object];

const NOT_INT = ['value is not a valid integer', 'type_error.integer'] as const;
const MISSING = ['field required', 'value_error.missing'] as const;
const NOT_DICT = ['value is not a valid dict', 'type_error.dict'] as const;
const NONE = ['none is not an allowed value', 'type_error.none.not_allowed'] as const;
const ID = '123e4567-e89b-12d3-a456-426614174000';

const isTwoWords = (name: string): boolean => {
  const [adjective = '', noun = ''] = name.split('-');
  return adjectives.includes(adjective) && nouns.includes(noun);
};

describe.each(ENGINES)('the body of a run on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;
  let flowId: string;
  let flowRunId: string;

  const get = (path: string): Promise<Answer> => send(server.url + path);
  const patch = (path: string, body: unknown): Promise<Answer> =>
    send(server.url + path, { method: 'PATCH', body: JSON.stringify(body) });
  const make = (path: string, body: object): Promise<Answer> => send(server.url + path, post(body));
  const createFlowRun = (body: object = {}): Promise<Answer> => make('/flow_runs/', { flow_id: flowId, ...body });
  const createTaskRun = (body: object = {}): Promise<Answer> =>
    make('/task_runs/', { flow_run_id: flowRunId, task_key: 't', dynamic_key: randomUUID(), ...body });
  const idOf = ({ body }: Answer): string => (body as { id: string }).id;
  const nameOf = ({ body }: Answer): string => (body as { name: string }).name;

  function expectRefused({ status, body }: Answer, faults: readonly Fault[]): void {
    expect({ status, faults: (body as { exception_detail: unknown }).exception_detail }).toEqual({
      status: 422,
      faults: faults.map(([loc, msg, type, ctx]) => ({
        loc: ['body', ...loc],
        msg,
        type,
        ...(ctx === undefined ? {} : { ctx }),
      })),
    });
  }

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    flowId = idOf(await make('/flows/', { name: 'f' }));
    flowRunId = idOf(await createFlowRun());
  });

  afterAll(() => server.stop());

  describe('empirical_policy', () => {
    it('is refused where it is wrong, and nothing is made', async () => {
      const policy = { retries: 3, retry_delay: ['x'], retry_jitter_factor: -1 };
      const place = ['empirical_policy', 'retry_delay'];
      expectRefused(await createTaskRun({ empirical_policy: policy }), [
        [place, ...NOT_INT],
        [[...place, 0], ...NOT_INT],
        [['empirical_policy', 'retry_jitter_factor'], '`retry_jitter_factor` must be >= 0.', 'value_error'],
      ]);
      expectRefused(await createFlowRun({ empirical_policy: { retry_delay_seconds: 'nan' } }), [
        [
          ['empirical_policy', 'retry_delay_seconds'],
          'ensure this value is a finite number',
          'value_error.number.not_finite_number',
        ],
      ]);
      const { id } = (await createFlowRun()).body as { id: string };
      expectRefused(await patch(`/flow_runs/${id}`, { empirical_policy: { pause_keys: 'abc' } }), [
        [['empirical_policy', 'pause_keys'], 'value is not a valid set', 'type_error.set'],
      ]);
    });

    it('is kept as it was read, and the run retries by it', async () => {
      const policy = { retries: 3, retry_delay: ['1', 2.9], retry_jitter_factor: 'nan' };
      const made = await createTaskRun({ empirical_policy: policy, state: { type: 'RUNNING' } });
      expect(made.body).toMatchObject({
        empirical_policy: { retries: 3, retry_delay: [1, 2], retry_jitter_factor: null },
      });
      const failed = await make(`/task_runs/${idOf(made)}/set_state`, { state: { type: 'FAILED' } });
      expect(failed).toMatchObject({ status: 201, body: { status: 'REJECT', state: { name: 'AwaitingRetry' } } });
    });

    it('may delay a retry for ever', async () => {
      const policy = { retries: 1, retry_delay: 1e30 };
      const made = await createTaskRun({ empirical_policy: policy, state: { type: 'RUNNING' } });
      const failed = await make(`/task_runs/${idOf(made)}/set_state`, { state: { type: 'FAILED' } });
      expect(failed).toMatchObject({ status: 201, body: { state: { name: 'AwaitingRetry' } } });
      expect((await get(`/task_runs/${idOf(made)}`)).body).toMatchObject({
        next_scheduled_start_time: '9999-12-31T23:59:59.999999+00:00',
      });
    });
  });

  describe('task_inputs', () => {
    const inputOf = (inputs: unknown): Promise<Answer> => createTaskRun({ task_inputs: inputs });
    const constant = (given: string, permitted: string): [string, string, object] => [
      `unexpected value; permitted: '${permitted}'`,
      'value_error.const',
      { given, permitted: [permitted] },
    ];

    it.each<[object, object]>([
      [{ id: ID }, { input_type: 'task_run', id: ID }],
      [{ name: 'n' }, { input_type: 'parameter', name: 'n' }],
      [{ type: 't' }, { input_type: 'constant', type: 't' }],
      [
        { input_type: 'parameter', name: 5, id: ID },
        { input_type: 'parameter', name: '5' },
      ],
      [
        { name: 'p', id: ID, type: 'x' },
        { input_type: 'task_run', id: ID },
      ],
    ])('are kept as the first sort that takes them: %j', async (given, kept) => {
      const made = await inputOf({ a: [given], b: [] });
      expect(made).toMatchObject({ status: 201, body: { task_inputs: { a: [kept], b: [] } } });
      expect((await get(`/task_runs/${idOf(made)}`)).body).toMatchObject({ task_inputs: { a: [kept], b: [] } });
    });

    it.each<[unknown, Fault[]]>([
      [null, [[[], ...NONE]]],
      ['x', Array(3).fill([[], ...NOT_DICT]) as Fault[]],
      [
        {},
        [
          [['id'], ...MISSING],
          [['name'], ...MISSING],
          [['type'], ...MISSING],
        ],
      ],
      [
        { input_type: 'task_run', id: 'q' },
        [
          [['id'], 'value is not a valid uuid', 'type_error.uuid'],
          [['input_type'], ...constant('task_run', 'parameter')],
          [['name'], ...MISSING],
          [['input_type'], ...constant('task_run', 'constant')],
          [['type'], ...MISSING],
        ],
      ],
    ])('are refused when they are of no sort: %j', async (given, faults) => {
      const all = faults.map(([loc, ...fault]): Fault => [['task_inputs', 'a', 0, ...loc], ...fault]);
      expectRefused(await inputOf({ a: [given] }), all);
    });
  });

  describe('the name', () => {
    it.each([[undefined], [null], [''], [0], [false], [[]], [{}]])('is two random words for %j', async (name) => {
      for (const made of [await createFlowRun({ name }), await createTaskRun({ name })]) {
        expect(made.status).toBe(201);
        expect(isTwoWords(nameOf(made))).toBe(true);
      }
    });

    it.each([null, '', 0, []])('is changed to two random words by %j', async (name) => {
      const made = {
        flow_runs: await createFlowRun({ name: 'given' }),
        task_runs: await createTaskRun({ name: 'given' }),
      };
      for (const [path, run] of Object.entries(made)) {
        expect(await patch(`/${path}/${idOf(run)}`, { name })).toMatchObject({ status: 204 });
        expect(isTwoWords(nameOf(await get(`/${path}/${idOf(run)}`)))).toBe(true);
      }
    });

    it('stays when none is given, and is refused where it is no text', async () => {
      const run = await createFlowRun({ name: 'given' });
      expect((await patch(`/flow_runs/${idOf(run)}`, { tags: ['a'] })).status).toBe(204);
      expect(nameOf(await get(`/flow_runs/${idOf(run)}`))).toBe('given');
      expectRefused(await patch(`/flow_runs/${idOf(run)}`, { name: ['x'] }), [
        [['name'], 'str type expected', 'type_error.str'],
      ]);
    });
  });

  describe('a body that is no object', () => {
    it.each([[[]], [''], [[['name', 'pairs']]]])('counts as one where Python makes one of it: %j', async (body) => {
      for (const [path, run] of [
        ['flow_runs', await createFlowRun()],
        ['task_runs', await createTaskRun()],
      ] as const) {
        expect(await patch(`/${path}/${idOf(run)}`, body)).toMatchObject({ status: 204 });
      }
      expect(await patch(`/flow_runs/${ID}`, body)).toMatchObject({ status: 404 });
    });

    it('lacks what the route asks for', async () => {
      expectRefused(await make('/flows/', []), [[['name'], ...MISSING]]);
      expectRefused(await make('/logs/', [[], 5, null]), [
        [[0, 'name'], ...MISSING],
        [[0, 'level'], ...MISSING],
        [[0, 'message'], ...MISSING],
        [[0, 'timestamp'], ...MISSING],
        [[1], ...NOT_DICT],
        [[2], ...NONE],
      ]);
      const answer = await make('/flows/', [['nope', 1]]);
      expectRefused(answer, [
        [['name'], ...MISSING],
        [['nope'], 'extra fields not permitted', 'value_error.extra'],
      ]);
      expect(answer.body).toMatchObject({ request_body: [['nope', 1]] });
    });

    it.each([5, 'x', true, [1], [['a']], [[1, 2]]])('is refused where there is none: %j', async (body) => {
      expectRefused(await patch(`/flow_runs/${ID}`, body), [[[], ...NOT_DICT]]);
    });
  });
});
