/* A backend that asks who calls: `API_AUTH_STRING`. */
import { randomUUID } from 'node:crypto';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { temporaryFolder } from '../support/database.js';
import { type Answer, send } from '../support/http.js';
import { failToStart, type RunningServer, startServer } from '../support/server.js';

const AUTH = 'admin:pä:ss wörd';
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
/** As the bytes that are sent: a header holds one character for each. */
const bearer = (text: string): string => `Bearer ${Buffer.from(text).toString('latin1')}`;

const folder = temporaryFolder();
let server: RunningServer;
beforeAll(async () => {
  server = await startServer(folder, { API_AUTH_STRING: AUTH });
});
afterAll(() => server.stop());

const get = (path: string, authorization?: string): Promise<Answer> =>
  send(new URL(path, server.url).href, { headers: authorization === undefined ? {} : { authorization } });

describe('API_AUTH_STRING', () => {
  it.each([
    ['Basic', basic(AUTH)],
    ['basic, in small letters', basic(AUTH).replace('Basic', 'basic')],
    ['Bearer, as the client of 2.20.25 can', bearer(AUTH)],
  ])('is taken as %s', async (_how, authorization) => {
    expect((await get('/api/admin/version', authorization)).status).toBe(200);
    const headers = { authorization, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: randomUUID() });
    expect((await send(`${server.url}/flows/`, { method: 'POST', headers, body })).status).toBe(201);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['another password', basic('admin:pä:ss')],
    ['another user', basic('root:pä:ss wörd')],
    ['more', basic(`${AUTH}x`)],
    ['the text as it is', bearer(AUTH).slice('Bearer '.length)],
    ['another scheme', bearer(AUTH).replace('Bearer', 'Digest')],
    ['the text as Basic, not in base64', bearer(AUTH).replace('Bearer', 'Basic')],
    ['base64 as Bearer', basic(AUTH).replace('Basic', 'Bearer')],
    ['a scheme alone', 'Basic'],
  ])('is not %s', async (_what, authorization) => {
    const answer = await get('/api/admin/version', authorization);
    expect(answer).toMatchObject({ status: 401, body: { exception_message: 'Unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="prefect-states", charset="UTF-8"');
  });

  it('is asked for everywhere but of health and readiness', async () => {
    for (const path of [
      '/',
      '/docs',
      '/docs/swagger-ui.css',
      '/docs-json',
      '/healthz',
      '/api/nowhere',
      '/nowhere',
      '/api/%zz',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 401]);
    }
    for (const path of ['/api/flows/', '/api/health', '/api/ready']) {
      const answer = await send(new URL(path, server.url).href, { method: 'POST', body: '{}' });
      expect([path, answer.status]).toEqual([path, 401]);
    }
    for (const path of ['/api/health', '/api/ready', '/api/health/', '/api/ready?x']) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
  });

  it('is in no line of the log and in no answer', async () => {
    await get('/api/admin/version', basic('admin:wrong-s3cr3t'));
    expect(server.output()).not.toMatch(/pä:ss|wrong-s3cr3t/);
  });

  it('is asked for before a body is read', async () => {
    const body = 'x'.repeat(2 * 1024 * 1024);
    expect((await send(`${server.url}/flows/`, { method: 'POST', body })).status).toBe(401);
  });

  it.each(['', 'admin', ':', 'admin:', ':s3cr3t', 'a\nb:s3cr3t'])(
    'does not let the server start as %j',
    async (text) => {
      const { status, output } = await failToStart(folder, { API_AUTH_STRING: text });
      expect(status).toBe(1);
      expect(output).toContain('API_AUTH_STRING must be a user and a password with a colon between them');
      expect(output).not.toContain('s3cr3t');
    },
  );
});

const program = findBrowser();

inBrowser('the page of a backend that asks who calls', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = Browser.start(program!);
    const address = new URL('/', server.url);
    [address.username, address.password] = ['admin', encodeURIComponent('pä:ss wörd')];
    page = await browser.open(address.href);
  });
  afterAll(() => browser.stop());

  it('shows its runs when the browser knows the credentials', async () => {
    const headers = { authorization: basic(AUTH), 'content-type': 'application/json' };
    const made = async (path: string, body: object): Promise<{ id: string }> =>
      (await send(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).body as { id: string };
    const { id } = await made('/flows/', { name: 'f' });
    await made('/flow_runs/', { flow_id: id, name: 'guarded' });
    await page.waitFor(`document.body.innerText.includes('guarded')`);
    expect(await page.read(`document.querySelector('#trouble').hidden`)).toBe(true);
    expect(page.faults).toEqual([]);
  });

  it('documents its routes', async () => {
    await page.go(new URL('/docs', server.url).href);
    await page.waitFor(`document.querySelectorAll('.opblock').length > 10`);
  });
});
