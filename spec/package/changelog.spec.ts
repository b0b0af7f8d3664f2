/* The changelog, in the form of Keep a Changelog, and its newest version. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const changelog = readFileSync(`${ROOT}CHANGELOG.md`, 'utf8');
const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { readonly version: string };
const headings = (level: string): string[] =>
  [...changelog.matchAll(new RegExp(`^${level} (.+)$`, 'gm'))].map((match) => match[1]!);

describe('CHANGELOG.md', () => {
  it('has the version of the package first', () => {
    expect(headings('##')[0]).toMatch(new RegExp(String.raw`^\[${version}\] - (Unreleased|\d{4}-\d\d-\d\d)$`));
  });

  it('says of every version before it when it was made', () => {
    for (const heading of headings('##').slice(1)) expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  });

  it('sorts what is new by kinds', () => {
    const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    for (const heading of headings('###')) expect(kinds).toContain(heading);
    expect(headings('###').length).toBeGreaterThan(0);
  });
});
