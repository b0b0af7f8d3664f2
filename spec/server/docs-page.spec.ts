/* The page at `/docs`: what it may do, and whether everyone can read it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { Browser, findBrowser, inBrowser, type Page } from '../support/browser.js';
import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
let server: SharedServer;
beforeAll(async () => {
  server = await startShared(folder);
});
afterAll(() => server.stop());

const at = (path: string): string => new URL(path, server.url).href;

describe('GET /docs', () => {
  it('has a policy that lets in nothing but its own files, and may not be framed', async () => {
    const { headers } = await send(at('/docs'));
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).toMatch(/^'self' 'sha256-[^']+'$/);
    expect(policy).not.toMatch(/unsafe-eval|\*|https?:/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each([
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
    '/docs-json',
    '/',
    '/api/health',
    '/nowhere',
  ])('is, as any other answer, what its content type says: %s', async (path) => {
    expect((await send(at(path))).headers.get('x-content-type-options')).toBe('nosniff');
  });
});

const program = findBrowser();

inBrowser('/docs in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = Browser.start(program!);
    page = await browser.open(at('/docs'));
    await page.show(1280, 860);
    await page.waitFor(`document.querySelectorAll('.opblock').length > 20`);
  });
  afterAll(() => browser.stop());

  it('works under its policy', async () => {
    await page.read(`document.querySelector('.opblock-summary-control').click()`);
    await page.waitFor(`document.querySelector('.opblock-body')`);
    expect(page.faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no text that is hard to read, in a %s browser', async (scheme) => {
    await page.show(1280, 860, scheme);
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.read(`${axe}; null`);
    const found = await page.read<string[]>(`axe.run({ runOnly: ['color-contrast'] }).then(({ violations }) =>
      violations.flatMap(({ nodes }) => nodes.map(({ target, any }) => target + ' ' + JSON.stringify(any[0].data))))`);
    expect(found).toEqual([]);
  });
});
