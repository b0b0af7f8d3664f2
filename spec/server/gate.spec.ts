/* Which requests a backend takes on: the names it goes by, and the pages that may ask it. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { temporaryFolder } from '../support/database.js';
import { type Answer } from '../support/http.js';
import { sendRaw } from '../support/raw-http.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
const servers: SharedServer[] = [];

async function start(env: Record<string, string> = {}): Promise<SharedServer> {
  const server = await startShared(folder, env);
  servers.push(server);
  return server;
}
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const portOf = (server: SharedServer): string => new URL(server.url).port;

/** Reads a route, and makes a flow, under the same headers. */
async function readAndWrite(server: SharedServer, headers: Record<string, string>): Promise<Answer[]> {
  const json = { 'content-type': 'application/json', ...headers };
  const body = JSON.stringify({ name: randomUUID() });
  return [
    await sendRaw(`${server.url}/admin/version`, { headers }),
    await sendRaw(`${server.url}/flows/`, { method: 'POST', headers: json, body }),
  ];
}
const statuses = async (server: SharedServer, headers: Record<string, string>): Promise<number[]> =>
  (await readAndWrite(server, headers)).map(({ status }) => status);

const TAKEN = [200, 201];
const REFUSED = [403, 403];

describe('a backend that listens on loopback', () => {
  let server: SharedServer;
  let port: string;
  beforeAll(async () => {
    server = await start();
    port = portOf(server);
  });

  it.each(['127.0.0.1:PORT', 'localhost:PORT', 'LocalHost:PORT', 'localhost.:PORT', '[::1]:PORT', 'localhost'])(
    'takes requests to its own name %s',
    async (name) => {
      expect(await statuses(server, { host: name.replace('PORT', port) })).toEqual(TAKEN);
    },
  );

  it('takes requests to its own names by whatever port they came, as through a tunnel', async () => {
    expect(await statuses(server, { host: 'localhost:1' })).toEqual(TAKEN);
  });

  it.each([
    'evil.example:PORT',
    'evil.example',
    'localhost.evil.example:PORT',
    'evil.localhost:PORT',
    'localhost@evil.example:PORT',
    '127.0.0.1.evil.example',
    '192.168.0.1:PORT',
    '0.0.0.0:PORT',
    '[::2]:PORT',
    'localhost:1:2',
    'localhost evil.example',
  ])('refuses requests to %s: another name may have been made to lead here', async (name) => {
    const host = name.replace('PORT', port);
    const answers = await readAndWrite(server, { host, origin: `http://${host}` });
    expect(answers.map(({ status }) => status)).toEqual(REFUSED);
    expect(answers[0]!.body).toEqual({ detail: 'This server has no such name: see ALLOWED_HOSTS' });
    for (const path of ['/', '/docs', '/docs-json', '/healthz', '/api/health', '/nowhere']) {
      const { status } = await sendRaw(new URL(path, server.url).href, { headers: { host } });
      expect([path, status]).toEqual([path, 403]);
    }
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same machine', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['another port, in an old browser', { origin: 'http://127.0.0.1:1' }],
    ['a file, or a frame in a sandbox', { origin: 'null' }],
    ['an extension', { origin: 'chrome-extension://abcdef' }],
    ['no origin there is', { origin: 'http://' }],
    ['the name of another, that begins with ours', { origin: 'http://127.0.0.1:PORT.evil.example' }],
    [
      'a frame that goes to a new address',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    ['a site that says it is ours', { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' }],
  ])('refuses a request of a page of %s', async (_page, headers) => {
    const withPort = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, text.replace('PORT', port)]),
    );
    const answers = await readAndWrite(server, withPort);
    expect(answers.map(({ status }) => status)).toEqual(REFUSED);
    expect(answers[0]!.body).toEqual({ detail: 'Pages of other origins may not ask this server: see CORS_ORIGINS' });
    expect(answers[0]!.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each<[string, Record<string, string>]>([
    ['of its own page', { 'sec-fetch-site': 'same-origin' }],
    ['of its own page, to another of its names', { host: 'localhost:PORT', origin: 'http://localhost:PORT' }],
    ['of its own page, behind a proxy with TLS', { host: 'localhost', origin: 'https://localhost' }],
    ['of its own page, behind a proxy that names the port', { host: 'localhost:443', origin: 'https://localhost' }],
    ['that its user typed', { 'sec-fetch-site': 'none' }],
    ['of no browser', {}],
  ])('takes a request %s', async (_page, headers) => {
    const withPort = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, text.replace('PORT', port)]),
    );
    expect(await statuses(server, withPort)).toEqual(TAKEN);
  });

  it('takes a visit by a link on another site, and nothing but a visit', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await sendRaw(new URL('/', server.url).href, { headers })).status).toBe(200);
    expect(await statuses(server, headers)).toEqual([200, 403]);
  });

  it('answers no preflight', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const answer = await sendRaw(`${server.url}/flows/`, { method: 'OPTIONS', headers });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});

describe('ALLOWED_HOSTS', () => {
  it('adds names to those of a backend on loopback', async () => {
    const server = await start({ ALLOWED_HOSTS: 'states.example, 10.0.0.5' });
    for (const host of ['states.example', 'States.Example:80', '10.0.0.5:4200', `127.0.0.1:${portOf(server)}`]) {
      expect([host, await statuses(server, { host })]).toEqual([host, TAKEN]);
    }
    expect(await statuses(server, { host: 'evil.example' })).toEqual(REFUSED);
  });

  it('bounds the names of a backend that listens beyond loopback, which has any without it', async () => {
    const any = await start({ HOST: '0.0.0.0' });
    const url = (server: SharedServer): SharedServer => ({
      ...server,
      url: server.url.replace('0.0.0.0', '127.0.0.1'),
    });
    expect(await statuses(url(any), { host: 'states.example' })).toEqual(TAKEN);
    expect(await statuses(url(any), { host: 'states.example', origin: 'http://evil.example' })).toEqual(REFUSED);
    const one = await start({ HOST: '0.0.0.0', ALLOWED_HOSTS: 'states.example' });
    expect(await statuses(url(one), { host: 'states.example' })).toEqual(TAKEN);
    expect(await statuses(url(one), { host: 'localhost' })).toEqual(TAKEN);
    expect(await statuses(url(one), { host: 'evil.example' })).toEqual(REFUSED);
  });
});

describe('CORS_ORIGINS', () => {
  const APP = 'https://app.example';

  it('lets pages of these origins ask, and says so to their browsers', async () => {
    const server = await start({ CORS_ORIGINS: `${APP}, http://localhost:3000` });
    for (const origin of [APP, 'http://localhost:3000']) {
      const headers = { origin, 'sec-fetch-site': 'cross-site' };
      const answers = await readAndWrite(server, headers);
      expect(answers.map(({ status }) => status)).toEqual(TAKEN);
      for (const answer of answers) expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      const asked = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'content-type' };
      const preflight = await sendRaw(`${server.url}/flow_runs/x`, {
        method: 'OPTIONS',
        headers: { ...headers, ...asked },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
      expect(preflight.headers.get('access-control-allow-methods')).toMatch(/PATCH.*DELETE|DELETE.*PATCH/);
      expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    }
    expect(await statuses(server, { origin: 'http://evil.example' })).toEqual(REFUSED);
    expect(await statuses(server, { origin: 'https://app.example.evil.example' })).toEqual(REFUSED);
  });

  it('lets every page ask where it is *, as the reference does', async () => {
    const server = await start({ CORS_ORIGINS: '*' });
    const [answer] = await readAndWrite(server, { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' });
    expect([answer!.status, answer!.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(await statuses(server, { host: 'evil.example' })).toEqual(REFUSED);
  });
});

const program = findBrowser();

inBrowser('a page of another origin, in a browser', () => {
  let browser: Browser;
  let page: Page;
  const elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title><body>elsewhere');
  });
  const origin = (): string => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;

  beforeAll(async () => {
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    browser = Browser.start(program!);
    page = await browser.open(origin());
  });
  afterAll(async () => {
    await browser.stop();
    elsewhere.close();
  });

  const count = async (server: SharedServer): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (await sendRaw(`${server.url}/task_runs/count`, { method: 'POST', headers, body: '{}' })).body;
  };
  const task = (): string => JSON.stringify({ task_key: 'k', dynamic_key: randomUUID() });

  it('cannot make a run, by a simple request or by a form', async () => {
    const server = await start();
    const url = `${server.url}/task_runs/`;
    for (const body of [`'${task()}'`, `new Blob(['${task()}'])`]) {
      await page.read(`fetch('${url}', { method: 'POST', mode: 'no-cors', body: ${body} }).catch(() => null)`);
    }
    await page.read(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'POST', enctype: 'text/plain', action: '${url}' });
      form.append(Object.assign(document.createElement('input'), { name: '{"task_key":"k","dynamic_key":"', value: '"}' }));
      document.body.append(form);
      form.submit();
    })()`);
    await page.waitFor(`document.body.innerText.includes('detail')`);
    expect(await page.text()).toContain('CORS_ORIGINS');
    expect(await count(server)).toBe(0);
  });

  it('can when its origin is let in', async () => {
    const server = await start({ CORS_ORIGINS: origin() });
    await page.go(origin());
    const init = `{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '${task()}' }`;
    expect(await page.read(`fetch('${server.url}/task_runs/', ${init}).then(({ status }) => status)`)).toBe(201);
    expect(await count(server)).toBe(1);
  });
});
