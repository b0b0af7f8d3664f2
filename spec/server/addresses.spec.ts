/* Addresses, queries and headers as clients may write them; the answers are those of a real server of Prefect 2.20.25. */
import { request } from 'node:http';

import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const NOBODY = '123e4567-e89b-12d3-a456-426614174000';
const CHECKSUM = 'sha256:6db1ab242e7b2b88a52dc137a7da3a373af63e0a103b9a91e060ed54a26f395a';
const NOT_FOUND = { status: 404, body: { detail: 'Not Found' } };
const NOT_UUID = { msg: 'value is not a valid uuid', type: 'type_error.uuid' };

describe('an address', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('sqlite');
  let server: SharedServer;
  let runId: string;

  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    send(server.url + path, { headers });
  const make = async (path: string, body: object): Promise<string> =>
    ((await send(server.url + path, post(body))).body as { id: string }).id;

  /** `fetch` would make the address a right one. */
  const getRaw = async (path: string, headers: Record<string, string | string[]> = {}): Promise<Partial<Answer>> => {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path: `/api${path}`, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode!, body: JSON.parse(text) as unknown });
        });
      });
      sent.on('error', reject).end();
    });
  };

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    runId = await make('/flow_runs/', { flow_id: await make('/flows/', { name: 'f' }) });
  });

  afterAll(() => server.stop());

  describe('with escapes', () => {
    it.each(['a%2Fb', 'a%2fb%2Fc', '%2Fx'])('is decoded before a route is looked for: %s', async (id) => {
      for (const path of ['flows', 'flow_runs', 'task_runs', 'flow_run_states', 'block_documents']) {
        expect(await getRaw(`/${path}/${id}`)).toEqual(NOT_FOUND);
      }
      expect(await getRaw(`/block_types/slug/${id}`)).toEqual(NOT_FOUND);
    });

    it('finds the route behind an escaped slash', async () => {
      const answer = await getRaw(`/flow_runs/${runId}%2Fset_state`);
      expect(answer).toEqual({ status: 405, body: { detail: 'Method Not Allowed' } });
    });

    it.each([
      ['%7B{id}%7D', 200],
      ['%zz%7B{id}%7D', 422],
      ['%7B{id}%7D%', 422],
      ['%', 422],
      ['%ff', 422],
      ['%00', 422],
      ['a%3Fb', 422],
      ['a%23b', 422],
    ])('keeps a broken escape as it is, and reads the others: %s', async (id, status) => {
      const answer = await getRaw(`/flow_runs/${id.replace('{id}', runId)}`);
      expect(answer.status).toBe(status);
      if (status === 422)
        expect(answer.body).toMatchObject({ exception_detail: [{ loc: ['path', 'id'], ...NOT_UUID }] });
    });
  });

  describe('of a block', () => {
    it.each(['x', `{${NOBODY}}`, '%zz', NOBODY.toUpperCase(), NOBODY.replaceAll('-', '')])(
      'is none with an id like %s',
      async (id) => {
        expect(await getRaw(`/block_documents/${id}`)).toEqual(NOT_FOUND);
      },
    );

    it('may hold a canonical one', async () => {
      expect(await get(`/block_documents/${NOBODY}`)).toMatchObject({ body: { detail: 'Block document not found' } });
    });
  });

  describe('with a query', () => {
    it.each([
      ['flow_run_id=xyz&flow_run_id={id}', 1],
      [`flow_run_id=${NOBODY}&flow_run_id={id}`, 1],
      [`flow_run_id={id}&flow_run_id=${NOBODY}`, 0],
      ['flow_run_id=%zz&flow_run_id={id}', 1],
      ['flow_run_id=%7B{id}%7D&y=%', 1],
      ['flow%5Frun%5Fid={id}', 1],
      ['__proto__=1&flow_run_id={id}', 1],
    ])('takes the last of what is repeated: %s', async (query, count) => {
      const { status, body } = await getRaw(`/flow_run_states/?${query.replaceAll('{id}', runId)}`);
      expect({ status, count: (body as unknown[]).length }).toEqual({ status: 200, count });
    });

    it.each(['flow_run_id={id}&flow_run_id=xyz', 'flow_run_id=', 'flow_run_id={id}%'])('refuses %s', async (query) => {
      const answer = await getRaw(`/flow_run_states/?${query.replaceAll('{id}', runId)}`);
      expect(answer.body).toMatchObject({ exception_detail: [{ loc: ['query', 'flow_run_id'], ...NOT_UUID }] });
    });

    it('looks for a version of a block schema by the last one', async () => {
      const path = `/block_schemas/checksum/${CHECKSUM}`;
      expect(await get(`${path}?version=1&version=2`)).toMatchObject({
        status: 404,
        body: { detail: 'Block schema not found' },
      });
      expect(await get(`${path}?version=1&version=2.20.25`)).toMatchObject({ status: 200 });
    });

    it('must name the client that asks for a CSRF token', async () => {
      expect(await get('/csrf-token')).toMatchObject({
        status: 422,
        body: { exception_detail: [{ loc: ['query', 'client'], msg: 'field required', type: 'value_error.missing' }] },
      });
      expect(await get('/csrf-token?client=')).toMatchObject({ body: { detail: 'CSRF protection is disabled.' } });
    });
  });

  describe('asked by a version of the API', () => {
    const asked = (version: string | string[], path = `/flows/${NOBODY}`): Promise<Partial<Answer>> =>
      getRaw(path, { 'X-PREFECT-API-VERSION': version });
    const unread = (version: string): string =>
      `Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${version}`;
    const tooOld = (version: string): string =>
      `The request specified API version ${version} but this server requires version 0.8.0 or higher.`;

    it.each(['abc', '0.8', '1.2.3.4', '0.8.4a', 'v0.8.4', '0..4', '0x1.1.1', '0.8.4, 0.8.4'])(
      'is refused for %s, which is none',
      async (version) => {
        expect(await asked(version)).toEqual({ status: 400, body: { detail: unread(version) } });
      },
    );

    it.each(['0.7.9', '0.0.1', '-1.0.0'])('is refused for %s, which is too old', async (version) => {
      expect(await asked(version)).toEqual({ status: 400, body: { detail: tooOld(version) } });
    });

    it.each(['0.8.0', '0.8.4', '99.0.0', '00.008.004', '0.8.+4', '0_8.4.1', '1 .2.3', ''])(
      'is answered for %s',
      async (version) => {
        expect(await asked(version)).toEqual({ status: 404, body: { detail: 'Flow not found' } });
      },
    );

    it('is refused for one that is too old also behind one that was answered, each time it is asked', async () => {
      for (let i = 0; i < 2; i += 1) {
        expect(await asked('0.8.4')).toMatchObject({ status: 404 });
        expect(await asked('0.7.9')).toEqual({ status: 400, body: { detail: tooOld('0.7.9') } });
        expect(await asked('0.7.9, 0.8.4')).toEqual({ status: 400, body: { detail: unread('0.7.9, 0.8.4') } });
      }
    });

    it('looks at the first header', async () => {
      expect(await asked(['0.8.4', 'abc'])).toMatchObject({ status: 404 });
      expect(await asked(['abc', '0.8.4'])).toEqual({ status: 400, body: { detail: unread('abc') } });
    });

    it.each([
      '/ready',
      '/admin/version',
      '/csrf-token?client=a',
      '/flow_runs/xyz',
      '/block_types/slug/local-file-system',
    ])('is refused before all else: %s', async (path) => {
      expect(await asked('abc', path)).toMatchObject({ status: 400 });
    });

    it('is not asked for the health, nor where there is no route', async () => {
      expect(await asked('abc', '/health')).toEqual({ status: 200, body: true });
      expect(await asked('abc', '/no_such_route')).toEqual(NOT_FOUND);
    });
  });
});
