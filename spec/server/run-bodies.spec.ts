/* What of a run is checked when it is made or changed; the answers are those of a real server of Prefect 2.20.25. */
import { randomUUID } from 'node:crypto';

import { adjectives, nouns } from 'human-id';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';

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
  let server: RunningServer;
  let flowId: string;
  let flowRunId: string;

  const get = (path: string): Promise<Answer> => send(server.url + path);
  const patch = (path: string, body: unknown): Promise<Answer> =>
    send(server.url + path, { method: 'PATCH', body: JSON.stringify(body) });
  const make = (path: string, body: object): Promise<Answer> => send(server.url + path, post(body));
  const makeFlowRun = (body: object = {}): Promise<Answer> => make('/flow_runs/', { flow_id: flowId, ...body });
  const makeTaskRun = (body: object = {}): Promise<Answer> =>
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
    server = await startServer(folder, { DATABASE_URL: await create() });
    flowId = idOf(await make('/flows/', { name: 'f' }));
    flowRunId = idOf(await makeFlowRun());
  });

  afterAll(() => server.stop());

  describe('the name', () => {
    it.each([[undefined], [null], [''], [0], [false], [[]], [{}]])('is two random words for %j', async (name) => {
      for (const made of [await makeFlowRun({ name }), await makeTaskRun({ name })]) {
        expect(made.status).toBe(201);
        expect(isTwoWords(nameOf(made))).toBe(true);
      }
    });

    it.each([null, '', 0, []])('is changed to two random words by %j', async (name) => {
      const made = { flow_runs: await makeFlowRun({ name: 'given' }), task_runs: await makeTaskRun({ name: 'given' }) };
      for (const [path, run] of Object.entries(made)) {
        expect(await patch(`/${path}/${idOf(run)}`, { name })).toMatchObject({ status: 204 });
        expect(isTwoWords(nameOf(await get(`/${path}/${idOf(run)}`)))).toBe(true);
      }
    });

    it('stays when none is given, and is refused where it is no text', async () => {
      const run = await makeFlowRun({ name: 'given' });
      expect((await patch(`/flow_runs/${idOf(run)}`, { tags: ['a'] })).status).toBe(204);
      expect(nameOf(await get(`/flow_runs/${idOf(run)}`))).toBe('given');
      expectRefused(await patch(`/flow_runs/${idOf(run)}`, { name: ['x'] }), [
        [['name'], 'str type expected', 'type_error.str'],
      ]);
    });
  });
});
