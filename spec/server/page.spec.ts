/* The page at `/`, in a real browser, before a real backend. */
import { randomUUID } from 'node:crypto';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { PageServer } from '../support/page-server.js';
import { type RunningServer, startServer } from '../support/server.js';

const folder = temporaryFolder();
let backend: RunningServer;
let server: PageServer;

beforeAll(async () => {
  backend = await startServer(folder);
  server = new PageServer(backend.url.replace(/\/api$/, ''));
  await server.start();
});
afterAll(async () => {
  await server.stop();
  await backend.stop();
});

interface Made {
  readonly id: string;
}
const make = async (path: string, body: object): Promise<Made> => {
  const { status, body: made } = await send(`${server.url}/api${path}`, post(body));
  expect([200, 201]).toContain(status);
  return made as Made;
};
async function makeRun(name: string, more: object = {}): Promise<string> {
  const flow = await make('/flows/', { name: 'flow' });
  return (await make('/flow_runs/', { flow_id: flow.id, name, ...more })).id;
}
async function makeTask(runId: string, name: string): Promise<string> {
  const task = { flow_run_id: runId, name, task_key: name, dynamic_key: randomUUID() };
  return (await make('/task_runs/', task)).id;
}
const setState = (kind: 'flow' | 'task', id: string, state: object): Promise<unknown> =>
  make(`/${kind}_runs/${id}/set_state`, { state: { ...state } });

const ROWS = `document.querySelectorAll('#runs a')`;
/** The names of the states in a timeline, as an expression. */
const names = (timeline: string): string =>
  `[...document.querySelectorAll('${timeline} .state-name')].map((name) => name.textContent).join()`;
const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** How bright a colour is to the eye, 0 to 1. @source WCAG 2, relative luminance */
function luminance(colour: string): number {
  const [red, green, blue] = colour.match(/\d+/g)!.map((digits) => {
    const part = Number(digits) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('GET /', () => {
  it('answers the page, with a policy that lets nothing in', async () => {
    const { status, text, headers } = await send(server.url);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'sha256-");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    // no outside asset: the one address in it names a vocabulary, and is never asked
    expect(text.match(/https?:\/\/[^'"\s]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });

  it('is no part of the API and of its document', async () => {
    const document = (await send(`${server.url}/docs-json`)).body as { paths: object };
    expect(Object.keys(document.paths)).not.toContain('/');
    expect((await send(`${server.url}/api`)).status).toBe(404);
  });
});

const program = findBrowser();
if (program === null) {
  process.stderr.write(
    'spec/server/page.spec.ts: no Chromium or Chrome is installed (CHROME_PATH says where): skipped\n',
  );
}

inBrowser('the page in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = Browser.start(program!);
    page = await browser.open(server.url);
    await page.show(1280, 860);
  });
  afterAll(() => browser.stop());
  afterEach(() => {
    expect(page.faults).toEqual([]);
  });
  const choose = (id: string): Promise<unknown> => page.read(`location.hash = '#run/${id}'`);

  it('says that there are no runs, and how to make some', async () => {
    await page.waitFor('document.body.dataset.ready === ""');
    expect(await page.text()).toContain('No runs yet.');
    for (const api of ['v2/api', 'v3/api']) expect(await page.text()).toContain(`PREFECT_API_URL=${server.url}/${api}`);
  });

  it('shows a run as soon as there is one, and its history as it grows', async () => {
    const id = await makeRun('nightly-export', { tags: ['prod'] });
    await page.waitFor(`${ROWS}.length === 1`);
    expect(await page.read(`${ROWS}[0].innerText`)).toMatch(/^nightly-export\s+Pending\s+now$/);
    await choose(id);
    await page.waitFor(`${names('.timeline')} === 'Pending'`);

    await setState('flow', id, { type: 'RUNNING', message: 'at work' });
    await page.waitFor(`${names('.timeline')} === 'Running,Pending'`);
    expect(await page.read(`document.querySelector('.message').innerText`)).toBe('at work');
    await page.waitFor(`document.querySelector('#news').textContent === 'nightly-export: Running'`);
    await setState('flow', id, { type: 'COMPLETED' });
    await page.waitFor(`${names('.timeline')} === 'Completed,Running,Pending'`);
    expect(await page.read(`${ROWS}[0].innerText`)).toContain('Completed');
    expect(await page.read(`document.querySelector('.bar').getAttribute('aria-label')`)).toMatch(
      /^Pending for [\d.]+ m?s, Running for [\d.]+ m?s, Completed$/,
    );
    const history = (await send(`${server.url}/api/flow_run_states/?flow_run_id=${id}`)).body as {
      timestamp: string;
    }[];
    const shown = `[...document.querySelectorAll('.timeline time')].map((time) => time.dateTime)`;
    expect(await page.read(shown)).toEqual(history.map(({ timestamp }) => timestamp).reverse());
  });

  it.each([
    ['SCHEDULED', 'rgb(252, 209, 78)'],
    ['PENDING', 'rgb(169, 159, 173)'],
    ['RUNNING', 'rgb(24, 96, 242)'],
    ['COMPLETED', 'rgb(42, 199, 105)'],
    ['FAILED', 'rgb(251, 78, 78)'],
    ['CRASHED', 'rgb(249, 115, 22)'],
    ['CANCELLED', 'rgb(61, 61, 61)'],
    ['CANCELLING', 'rgb(61, 61, 61)'],
    ['PAUSED', 'rgb(169, 159, 173)'],
  ])("has Prefect's colour for %s", async (type, colour) => {
    const colourOf = `(() => {
      const dot = document.createElement('i');
      dot.className = 'badge';
      dot.dataset.state = '${type}';
      document.body.append(dot);
      const colour = getComputedStyle(dot, '::before').backgroundColor;
      dot.remove();
      return colour;
    })()`;
    expect(await page.read(colourOf)).toBe(colour);
  });

  it('asks for nothing but the list while nothing changes', async () => {
    server.asked.length = 0;
    await pause(6000);
    expect(new Set(server.asked)).toEqual(new Set(['POST /v2/api/flow_runs/filter']));
  });

  it('asks for nothing while nobody looks', async () => {
    await page.read(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })`);
    await page.read(`document.dispatchEvent(new Event('visibilitychange'))`);
    await pause(500);
    server.asked.length = 0;
    const id = await makeRun('unseen');
    await pause(6000);
    expect(server.asked).toEqual(['POST /api/flows/', 'POST /api/flow_runs/']);
    await page.read(`delete document.hidden`);
    await page.read(`document.dispatchEvent(new Event('visibilitychange'))`);
    await page.waitFor(`document.querySelector('a[href="#run/${id}"]')`);
  });

  it('shows task runs, and the history of one that is opened', async () => {
    const id = await makeRun('with-tasks');
    await setState('flow', id, { type: 'RUNNING' });
    const [first, second] = [await makeTask(id, 'extract-0'), await makeTask(id, 'load-0')];
    await choose(id);
    await page.waitFor(`document.querySelectorAll('.task').length === 2`);
    await page.read(`document.querySelector('.task summary').click()`);
    await setState('task', first, { type: 'RUNNING' });
    await page.waitFor(`${names('.task[open] .timeline')} === 'Running,Pending'`);
    await setState('task', second, { type: 'FAILED' });
    await page.waitFor(`document.querySelectorAll('.task .badge')[1].innerText === 'Failed'`);
  });

  it('says when a run is planned for', async () => {
    const id = await makeRun('planned');
    const details = { scheduled_time: '2027-01-02T03:04:05Z' };
    await setState('flow', id, { type: 'SCHEDULED', state_details: details });
    await choose(id);
    await page.waitFor(`document.querySelector('.planned time')?.dateTime.startsWith('2027-01-02T03:04:05')`);
  });

  it('takes a name, a message and a tag that look like markup for text', async () => {
    const attack = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>';
    const id = await makeRun(attack, { tags: [attack] });
    await setState('flow', id, { type: 'FAILED', name: attack, message: attack });
    await makeTask(id, attack);
    await choose(id);
    await page.waitFor(`${names('.timeline')}.startsWith('<img')`);
    await page.waitFor(`document.querySelector('.task-name')`);
    for (const place of ['h2', '.tags', '.message', '.task-name', 'a[aria-current] .run-name']) {
      expect(await page.read(`document.querySelector('${place}').textContent`)).toBe(attack);
    }
    expect(await page.read(`[document.querySelectorAll('img').length, typeof globalThis.hit]`)).toEqual([
      0,
      'undefined',
    ]);
    // and were it not so, the policy would not let it
    await expect(page.read(`document.body.innerHTML = '<b>x</b>'`)).rejects.toThrow('TrustedHTML');
    await page.read(`document.body.append(Object.assign(document.createElement('script'), { id: 'bad' }))`);
    expect(page.faults.splice(0).join()).toMatch(/Trusted/);
  });

  it('works by the keyboard alone', async () => {
    await page.read(`(location.hash = '', document.activeElement.blur())`);
    await page.waitFor(`!document.querySelector('#choose').hidden`);
    await page.read(`${ROWS}[0].focus()`);
    await page.press('End');
    await page.press('ArrowUp');
    await page.press('ArrowDown');
    expect(await page.read(`document.activeElement === ${ROWS}[${ROWS}.length - 1]`)).toBe(true);
    await page.press('Enter');
    await page.waitFor(`document.querySelector('h2')?.textContent === 'nightly-export'`);
    // new runs come in above, and the focus stays where it is
    await makeRun('newcomer');
    await page.waitFor(`${ROWS}[0].innerText.startsWith('newcomer')`);
    expect(await page.read(`document.activeElement.innerText`)).toContain('nightly-export');
    await page.press('Home');
    await page.press('Escape');
    await page.waitFor(`document.querySelector('h2') === null`);
    expect(await page.read(`document.activeElement.innerText`)).toContain('nightly-export');
    for (let i = 0; i < 3; i++) await page.press('Tab');
    // the page may draw itself between a key and what the key shows
    await page.waitFor(`getComputedStyle(document.activeElement).outlineStyle !== 'none'`);
  });

  it('names its parts to who listens', async () => {
    expect(await page.read(`document.querySelector('nav').getAttribute('aria-label')`)).toBe('Runs, the newest first');
    expect(await page.read(`document.querySelector('#trouble').getAttribute('role')`)).toBe('alert');
    expect(await page.read(`document.querySelector('#news').getAttribute('aria-live')`)).toBe('polite');
    expect(await page.read(`document.documentElement.lang`)).toBe('en');
  });

  it('is light or dark, as its reader has it, and readable in both', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.show(1280, 860, scheme);
      const [ground, ink] = await page.read<[string, string]>(
        `(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))`,
      );
      expect(contrast(ground, ink)).toBeGreaterThan(10);
      expect(luminance(ground) > 0.5).toBe(scheme === 'light');
    }
    await page.show(1280, 860);
  });

  it('fits a narrow screen: the list, or the run', async () => {
    const id = await makeRun('narrow');
    await page.show(360, 700);
    await choose(id);
    await page.waitFor(`document.querySelector('h2')?.textContent === 'narrow'`);
    expect(await page.read(`getComputedStyle(document.querySelector('nav')).display`)).toBe('none');
    expect(await page.read(`document.documentElement.scrollWidth`)).toBe(360);
    await page.read(`document.querySelector('.back').click()`);
    await page.waitFor(`getComputedStyle(document.querySelector('nav')).display !== 'none'`);
    await page.show(1280, 860);
  });

  it('says that there is no run with an id', async () => {
    await choose(randomUUID());
    await page.waitFor(`!document.querySelector('#unknown').hidden`);
    expect(await page.text()).toContain('There is no run with this id.');
  });

  it('says that the server is away, keeps what it has, and goes on when it is back', async () => {
    const id = await makeRun('survivor');
    await choose(id);
    await page.waitFor(`${names('.timeline')} === 'Pending'`);
    await server.stop();
    await page.waitFor(`!document.querySelector('#trouble').hidden`);
    expect(await page.text()).toMatch(/Not live[^]*The server does not answer\.\s+Trying again/);
    expect(await page.text()).toContain('survivor');
    await server.start();
    await page.read(`document.querySelector('#retry').click()`);
    await page.waitFor(`document.querySelector('#trouble').hidden`);
    await setState('flow', id, { type: 'RUNNING' });
    await page.waitFor(`${names('.timeline')} === 'Running,Pending'`);
  });

  it('has older runs on demand', async () => {
    for (let i = 0; i < 50; i++) await makeRun(`run-${i}`);
    await page.waitFor(`!document.querySelector('#older').hidden`);
    expect(await page.read(`${ROWS}.length`)).toBe(50);
    await page.read(`document.querySelector('#older').click()`);
    await page.waitFor(`${ROWS}.length > 50`);
    expect(await page.read(`document.querySelector('#older').hidden`)).toBe(true);
  });
});
