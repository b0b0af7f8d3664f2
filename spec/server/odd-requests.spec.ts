/* Requests that are right by their form and beyond what is kept or looked for. None is answered with 500. */
import { randomUUID } from 'node:crypto';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';

const LATEST = '9999-12-31T23:59:59.999999-12:00';
const EARLIEST = '0001-01-01T00:00:00+14:00';
const OUT_OF_RANGE = { msg: 'date value out of range', type: 'value_error' };

/** A list in a list, so many levels deep. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe.each(ENGINES)('an odd request on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
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
    server = await startServer(folder, { DATABASE_URL: await create() });
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
});
