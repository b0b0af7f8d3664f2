/* Requests that are right by their form and beyond what is kept or looked for. None is answered with 500. */
import { randomUUID } from 'node:crypto';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const LATEST = '9999-12-31T23:59:59.999999-12:00';
const EARLIEST = '0001-01-01T00:00:00+14:00';
const OUT_OF_RANGE = { msg: 'date value out of range', type: 'value_error' };

/** A list in a list, so many levels deep. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe.each(ENGINES)('an odd request on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;
  let flowId: string;

  const sendText = (path: string, body: string): Promise<Answer> => send(server.url + path, { method: 'POST', body });
  const ask = (path: string, body: object): Promise<Answer> => send(server.url + path, post(body));
  const makeRun = async (): Promise<string> =>
    ((await ask('/flow_runs/', { flow_id: flowId })).body as { id: string }).id;
  const makeTask = (body: object): Promise<Answer> =>
    ask('/task_runs/', { task_key: 't', dynamic_key: randomUUID(), ...body });
  const faultsOf = ({ status, body }: Answer): unknown => {
    expect(status).toBe(422);
    return (body as { exception_detail: unknown }).exception_detail;
  };

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    flowId = ((await ask('/flows/', { name: 'f' })).body as { id: string }).id;
  });

  afterAll(() => server.stop());

  describe('with JSON that is nested deep', () => {
    it.each([1001, 2500, 10_000, 100_000])('is refused at %i levels, wherever it goes', async (depth) => {
      const run = await makeRun();
      const answers = [
        await sendText('/flows/', nested(depth)),
        await sendText('/logs/', nested(depth)),
        await sendText('/flow_runs/filter', `{"unknown": ${nested(depth)}}`),
        await sendText('/flow_runs/', `{"flow_id": "${flowId}", "parameters": {"x": ${nested(depth)}}}`),
        await sendText(`/flow_runs/${run}/set_state`, `{"state": {"type": "RUNNING", "data": ${nested(depth)}}}`),
        await sendText(`/flow_runs/${run}/set_state`, `{"a":`.repeat(depth) + '1' + '}'.repeat(depth)),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 400, body: { detail: 'There was an error parsing the body' } });
      }
    });

    it('is kept and answered up to 1,000 levels', async () => {
      const [parameters, data] = [nested(998), nested(997)];
      const made = await sendText('/flow_runs/', `{"flow_id": "${flowId}", "parameters": {"x": ${parameters}}}`);
      expect(made.status).toBe(201);
      const { id } = made.body as { id: string };
      const set = await sendText(
        `/flow_runs/${id}/set_state`,
        `{"state": {"type": "RUNNING", "data": {"x": ${data}}}}`,
      );
      expect([set.status, set.text.includes(data)]).toEqual([201, true]);
      const read = await send(`${server.url}/flow_runs/${id}`);
      expect([read.status, read.text.includes(parameters), read.text.includes(data)]).toEqual([200, true, true]);
      const history = await send(`${server.url}/flow_run_states/?flow_run_id=${id}`);
      expect([history.status, history.text.includes(data)]).toEqual([200, true]);
      expect((await sendText('/flows/', nested(1000))).status).toBe(422);
    });

    it('is told where it is broken', async () => {
      const answer = await sendText('/flows/', '['.repeat(5000));
      expect(faultsOf(answer)).toMatchObject([{ loc: ['body', 5000], type: 'value_error.jsondecode' }]);
    });
  });

  describe('for runs', () => {
    it.each([2 ** 53, 2 ** 63, 2 ** 64, 1e300])('passes over as many as there are: %d', async (offset) => {
      for (const kind of ['flow_runs', 'task_runs']) {
        expect(await ask(`/${kind}/filter`, { offset })).toMatchObject({ status: 200, body: [] });
      }
    });

    it.each([LATEST, EARLIEST])('by a time that is none in UTC is refused: %s', async (time) => {
      const times = { start_time: { before_: time }, expected_start_time: { after_: time } };
      const loc = (...path: string[]): string[] => ['body', 'flow_runs', ...path];
      for (const path of ['/flow_runs/filter', '/flow_runs/count', '/task_runs/count', '/ui/flow_runs/count']) {
        expect(faultsOf(await ask(path, { flow_runs: times }))).toEqual([
          { loc: loc('start_time', 'before_'), ...OUT_OF_RANGE },
          { loc: loc('expected_start_time', 'after_'), ...OUT_OF_RANGE },
        ]);
      }
    });

    it('by the first and the last time that there is, is answered', async () => {
      const [after, before] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999+00:00'];
      const flow_runs = { expected_start_time: { after_: after, before_: before } };
      expect((await ask('/flow_runs/count', { flow_runs })).status).toBe(200);
    });

    it('by a part of a name that is too long is refused', async () => {
      const issue = { msg: 'ensure this value has at most 49998 bytes', ctx: { limit_value: 49_998 } };
      for (const like_ of ['x'.repeat(800_000), 'x'.repeat(49_999), 'é'.repeat(25_000)]) {
        for (const filter of ['flows', 'flow_runs', 'task_runs']) {
          const answer = await ask('/task_runs/filter', { [filter]: { name: { like_ } } });
          expect(faultsOf(answer)).toMatchObject([{ loc: ['body', filter, 'name', 'like_'], ...issue }]);
        }
      }
      for (const like_ of ['x'.repeat(49_998), 'é'.repeat(24_999)]) {
        const answer = await ask('/flow_runs/filter', { flow_runs: { name: { like_ } } });
        expect(answer).toMatchObject({ status: 200, body: [] });
      }
    });
  });

  describe('to keep a time that is none in UTC', () => {
    it.each([LATEST, EARLIEST])('is refused at its field: %s', async (time) => {
      const state = { type: 'SCHEDULED', state_details: { scheduled_time: time } };
      const issue = { loc: ['body', 'state', 'state_details', 'scheduled_time'], ...OUT_OF_RANGE };
      expect(faultsOf(await ask('/flow_runs/', { flow_id: flowId, state }))).toEqual([issue]);
      const path = `/flow_runs/${await makeRun()}/set_state`;
      for (const force of [false, true]) expect(faultsOf(await ask(path, { state, force }))).toEqual([issue]);

      expect(faultsOf(await makeTask({ cache_expiration: time }))).toEqual([
        { loc: ['body', 'cache_expiration'], ...OUT_OF_RANGE },
      ]);
      const { id } = (await makeTask({})).body as { id: string };
      const details = { cache_key: 'k', cache_expiration: time };
      const done = { type: 'COMPLETED', state_details: details };
      expect(faultsOf(await ask(`/task_runs/${id}/set_state`, { state: done }))).toEqual([
        { loc: ['body', 'state', 'state_details', 'cache_expiration'], ...OUT_OF_RANGE },
      ]);
    });
  });
});
