/* The client in a real browser, whose page may not generate code and is of another origin than the backend. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { bundle } from '../support/bundle.js';
import { temporaryFolder } from '../support/database.js';
import { type SharedServer, startShared } from '../support/server.js';

const PROGRAM = `
  import { ObjectNotFound, prefect2, prefect3, PrefectClient } from 'prefect-states/client';

  export const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));

  /** Makes a flow run, moves it, follows it and finds it. */
  export async function story(apiUrl: string) {
    const client = await PrefectClient.connect({ apiUrl, retry: { times: 0 }, wires: [prefect2, prefect3] }) as PrefectClient<typeof prefect3>;
    const { State } = client.wire;
    const flow = await client.createFlow({ name: 'of a page' });
    const run = await client.createFlowRun({ flowId: flow.id, tags: ['of a page'] });
    const watching = (async () => {
      const seen: string[] = [];
      for await (const { type } of client.watchFlowRun(run.id)) seen.push(type);
      return seen;
    })();
    await client.proposeFlowRunState(run.id, State.running({ message: 'at work' }));
    const task = await client.createTaskRun({ flowRunId: run.id, taskKey: 't', dynamicKey: '0', state: State.pending() });
    await client.setTaskRunState(task.id, State.running());
    await client.proposeFlowRunState(run.id, State.completed());
    const { state } = await client.waitForFlowRun(run.id);
    const missing = await client.readFlowRun(flow.id).catch((error) => error instanceof ObjectNotFound);
    const tasks = await client.readTaskRunStates(task.id);
    const watched = await watching;
    await client.deleteFlowRun(run.id);
    await client.close();
    return {
      version: client.wire.version,
      watched,
      ended: state!.type,
      tasks: tasks.map(({ type }) => type),
      missing,
    };
  }

  /** What a call that the backend does not permit comes to. */
  export const refused = (apiUrl: string) =>
    new PrefectClient({ wire: prefect2, apiUrl }).readVersion().catch(({ code, message }) => [code, message]);`;

const STORY = {
  watched: ['PENDING', 'RUNNING', 'COMPLETED'],
  ended: 'COMPLETED',
  tasks: ['PENDING', 'RUNNING'],
  missing: true,
};

inBrowser('prefect-states/client in a browser, without unsafe-eval', () => {
  const [open, closed] = [temporaryFolder(), temporaryFolder()];
  let pages: Server;
  let browser: Browser;
  let page: Page;
  let permitting: SharedServer;
  let other: SharedServer;

  beforeAll(async () => {
    const script = await bundle(PROGRAM);
    let policy = '';
    pages = createServer(({ url }, response) => {
      response.setHeader('content-security-policy', policy);
      if (url === '/page.js') response.setHeader('content-type', 'text/javascript').end(script);
      else response.setHeader('content-type', 'text/html').end('<!doctype html><script src="page.js"></script>');
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    permitting = await startShared(open, { CORS_ORIGINS: origin });
    other = await startShared(closed);
    const hosts = [permitting, other].map(({ url }) => new URL(url).host);
    const connect = hosts.map((host) => `http://${host} ws://${host}`).join(' ');
    policy = `default-src 'none'; script-src 'self'; connect-src ${connect}`;
    browser = Browser.start(findBrowser()!);
    page = await browser.open(origin);
  });
  afterAll(async () => {
    await browser.stop();
    pages.close();
    pages.closeAllConnections();
    await permitting.stop();
    await other.stop();
  });

  it.each([2, 3])('makes, moves, follows and finds runs on the mount of Prefect %d', async (version) => {
    const api = `${new URL(permitting.url).origin}/v${version}/api`;
    expect(await page.read(`page.story(${JSON.stringify(api)})`)).toEqual({ version, ...STORY });
    expect(await page.read('page.violations')).toEqual([]);
  });

  it('tells what it asked where the backend does not permit the page', async () => {
    const [code, message] = await page.read<[string, string]>(`page.refused(${JSON.stringify(other.url)})`);
    expect(code).toBe('PREFECT_STATES_CONNECTION');
    expect(message).toContain('GET /admin/version got no answer');
  });
});
