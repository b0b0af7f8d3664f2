/* The site that `npm run site` makes: it builds without a warning, has every page and entry point, and no dead link. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Browser, findBrowser, inBrowser } from '../support/browser.js';
import { temporaryFolder } from '../support/database.js';
import { docsPages } from '../support/pages.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
const folder = join(temporaryFolder(), 'site');

/** The text of each file of HTML, by its path. */
const files = new Map<string, string>();
let printed = '';

beforeAll(async () => {
  const args = ['node_modules/typedoc/bin/typedoc', '--out', folder];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: ROOT }).catch(
    (error: unknown) => {
      throw new Error((error as { readonly stdout: string }).stdout);
    },
  );
  printed = stdout + stderr;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.html')) files.set(join(folder, name), readFileSync(join(folder, name), 'utf8'));
  }
}, 300_000);

const ids = new Map<string, Set<string>>();

/** The ids of the elements of a file, to which anchors lead. */
function idsOf(path: string): Set<string> {
  const found = ids.get(path) ?? new Set([...files.get(path)!.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!));
  ids.set(path, found);
  return found;
}

/** The links of a file that lead nowhere. */
function deadLinksOf(path: string): string[] {
  const links = [...files.get(path)!.matchAll(/ (?:href|src)="([^"]+)"/g)].map((match) => match[1]!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file, anchor] = link.split('#').map(decodeURIComponent) as [string, string?];
    const target = file === '' ? path : resolve(dirname(path), file);
    if (!existsSync(target)) return true;
    return anchor !== undefined && anchor !== '' && files.has(target) && !idsOf(target).has(anchor);
  });
}

describe('npm run site', () => {
  it('builds without a warning', () => {
    expect(printed).toContain('html generated');
    expect(printed).not.toContain('[warning]');
  });

  it('has each page of docs, called by its title in the list of all pages', () => {
    const index = files.get(join(folder, 'index.html'))!;
    expect(index).toContain('prefect-states');
    for (const { path, text } of docsPages) {
      const page = files.get(join(folder, pageOf({ path })));
      expect([path, page?.includes(`<title>${titleOf(text)} | prefect-states</title>`)]).toEqual([path, true]);
    }
  });

  it('has each entry point, called as it is imported', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly exports: object };
    const names = Object.keys(exports).filter((name) => !/\.json$|\*/.test(name));
    for (const name of names) {
      const file = `${join('prefect-states', name).replaceAll('/', '_')}.html`;
      expect([name, files.has(join(folder, 'modules', file))]).toEqual([name, true]);
    }
  });

  it('has an index to search in', () => {
    expect(existsSync(join(folder, 'assets/search.js'))).toBe(true);
  });

  it('has no dead link', () => {
    expect(files.size).toBeGreaterThan(300);
    const dead = [...files.keys()].flatMap((path) =>
      deadLinksOf(path).map((link) => [path.slice(folder.length), link]),
    );
    expect(dead).toEqual([]);
  });
});

inBrowser('npm run site, in a browser', () => {
  // as a page of the file system it may not load its icons
  const server = createServer(({ url }, response) => {
    const path = join(folder, decodeURIComponent(url!));
    if (!existsSync(path)) return response.writeHead(404).end();
    const type = TYPES[extname(path)] ?? 'text/html';
    return response.setHeader('content-type', type).end(readFileSync(path));
  });
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = Browser.start(findBrowser()!);
  });
  afterAll(async () => {
    await browser.stop();
    server.close();
  });

  it.each([
    ['retryDelay', 'FlowRunPolicy'],
    ['Secrets', 'Secrets'],
  ])('finds %s', async (words, found) => {
    const page = await browser.open(`${url}index.html`);
    await page.read(`document.querySelector('#tsd-search-trigger').click()`);
    const results = `document.querySelector('#tsd-search-results').innerText`;
    await page.read(`{
      const input = document.querySelector('#tsd-search-input');
      input.value = '${words}';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }`);
    await page.waitFor(`${results}.includes('${found}')`);
    expect(page.faults).toEqual([]);
  });

  it('is no wider than a narrow screen', async () => {
    const page = await browser.open(`${url}index.html`);
    await page.show(360, 800);
    const wide: [string, number][] = [];
    for (const name of docsPages.map(pageOf)) {
      await page.go(url + name);
      await page.waitFor('document.body.style.display !== "none"');
      const width = await page.read<number>('document.documentElement.scrollWidth');
      if (width > 360) wide.push([name, width]);
    }
    expect(wide).toEqual([]);
  });
});

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)![1]!;
}

function pageOf({ path }: { readonly path: string }): string {
  return path.replace('docs/', 'documents/').replace('.md', '.html');
}
