/* CONTRIBUTING.md: what it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${ROOT}CONTRIBUTING.md`, 'utf8');
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const found = (pattern: RegExp): string[] => [...new Set([...page.matchAll(pattern)].map((match) => match[1]!))];

describe('CONTRIBUTING.md', () => {
  it.each(found(/`((?:src|spec|\.ci)\/[^`\s]+|[\w.-]+\.(?:mjs|json))`/g))('names %s, which is there', (path) => {
    expect(existsSync(ROOT + path)).toBe(true);
  });

  it.each(found(/\]\(([^)#]+)\)/g))('links to %s, which is there', (path) => {
    expect(existsSync(ROOT + path)).toBe(true);
  });

  it.each(found(/`npm run ([\w:]+)/g))('names the script %s', (name) => {
    expect(scripts).toHaveProperty([name]);
  });
});
