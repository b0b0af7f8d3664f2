/* What a body is called: what a real server of Prefect 2.20.25 answered to the same. */
import { randomUUID } from 'node:crypto';

import { temporaryFolder } from '../support/database.js';
import { type Answer, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const INVALID = { exception_message: 'Invalid request received.' };

describe('a body', () => {
  const folder = temporaryFolder();
  let server: SharedServer;

  beforeAll(async () => {
    server = await startShared(folder);
  });
  afterAll(() => server.stop());

  /** Bytes, so that fetch names no type by itself. */
  const postAs = (type: string | null, path: string, body: string): Promise<Answer> =>
    send(server.url + path, {
      method: 'POST',
      body: Buffer.from(body),
      headers: type === null ? {} : { 'content-type': type },
    });

  it.each([
    null,
    '',
    'application/json',
    'APPLICATION/JSON',
    'application/json;',
    'application/json; charset=utf-8',
    'application/json; charset=latin-1',
    'application/vnd.x+json',
    'application/vnd.x+JSON; a=b',
    'application/+json',
  ])('is read as JSON when it is called %j', async (type) => {
    const name = randomUUID();
    expect(await postAs(type, '/flows/', JSON.stringify({ name }))).toMatchObject({ status: 201, body: { name } });
  });

  const OTHERS = [
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    'text/x+json',
    'image/svg+json',
    'application/jsonx',
    'application / json',
    'application/json, text/plain',
    'text/plain, application/json',
    'text/html; q=application/json',
    'application/octet-stream',
    'application',
    'nonsense',
  ];

  it.each(OTHERS)('is one text, which no route takes, when it is called %j', async (type) => {
    const text = JSON.stringify({ name: randomUUID() });
    expect(await postAs(type, '/flows/', text)).toMatchObject({
      status: 422,
      body: {
        ...INVALID,
        exception_detail: [{ loc: ['body'], msg: 'value is not a valid dict', type: 'type_error.dict' }],
        request_body: text,
      },
    });
  });

  it('is refused at each field by routes whose parameters are its fields', async () => {
    const text = '{"state":{"type":"RUNNING"}}';
    const missing = { msg: 'field required', type: 'value_error.missing' };
    expect(await postAs('text/plain', `/flow_runs/${randomUUID()}/set_state`, text)).toMatchObject({
      status: 422,
      body: {
        exception_detail: [
          { loc: ['body', 'state'], ...missing },
          { loc: ['body', 'force'], ...missing },
        ],
        request_body: text,
      },
    });
    const [limit] = (
      (await postAs('application/x-www-form-urlencoded', '/flow_runs/filter', 'limit=1')).body as {
        exception_detail: unknown[];
      }
    ).exception_detail;
    expect(limit).toMatchObject(missing);
    expect(await postAs('text/plain', '/logs/', '[]')).toMatchObject({
      status: 422,
      body: { exception_detail: [{ loc: ['body'], msg: 'value is not a valid list', type: 'type_error.list' }] },
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json', null])(
    'that is empty is none, though it is called %j',
    async (type) => {
      expect(await postAs(type, '/flow_runs/filter', '')).toMatchObject({ status: 200, body: [] });
      expect(await postAs(type, '/flows/', '')).toMatchObject({
        status: 422,
        body: { exception_detail: [{ loc: ['body'], msg: 'field required' }], request_body: null },
      });
    },
  );

  it('is not read past the limit, whatever it is called', async () => {
    const answer = await postAs('text/plain', '/flows/', 'x'.repeat(1024 * 1024 + 1));
    expect(answer).toMatchObject({ status: 413, body: { detail: 'Request body is too large.' } });
  });
});
