/* Runs that ended are deleted by the API. */
import { type INestApplication } from '@nestjs/common';

import { currentDateTime, formatDateTime } from '../../src/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { emptyDatabases, ENGINES } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { createFlowRuns } from '../support/writers.js';

describe.each(ENGINES)('POST /api/admin/delete_ended_runs on %s', (engine) => {
  const create = emptyDatabases(engine);
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await createApp({ ...readConfig({ DATABASE_URL: await create() }), logLevel: 'fatal' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
  });
  afterAll(() => app.close());

  const forget = (body: object): Promise<Answer> => send(`${url}/admin/delete_ended_runs`, post(body));

  it('deletes at most so many at a call, until none is left', async () => {
    await createFlowRuns(url, 5, { state: { type: 'COMPLETED' } });
    const [running] = await createFlowRuns(url, 1, { state: { type: 'RUNNING' } });
    const before = formatDateTime(currentDateTime());
    const [later] = await createFlowRuns(url, 1, { state: { type: 'COMPLETED' } });
    const answers: unknown[] = [];
    for (let i = 0; i < 3; i += 1) answers.push((await forget({ before, limit: 3 })).body);
    expect(answers).toEqual([{ deleted: 3 }, { deleted: 2 }, { deleted: 0 }]);
    const left = (await send(`${url}/flow_runs/filter`, post({}))).body as { id: string }[];
    expect(new Set(left.map(({ id }) => id))).toEqual(new Set([later, running]));
  });

  it.each([
    ['before', {}],
    ['before', { before: 'soon' }],
    ['before', { before: '0001-01-01T00:00:00+14:00' }],
    ['limit', { before: '2021-01-01', limit: 0 }],
    ['limit', { before: '2021-01-01', limit: 1001 }],
  ])('refuses a %s that is none: %j', async (name, body) => {
    const { status, body: answer } = await forget(body);
    expect([status, answer]).toMatchObject([422, { exception_detail: [{ loc: ['body', name] }] }]);
  });
});
