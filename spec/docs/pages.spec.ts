/* The pages that the package ships: each is found, begins with what it answers and an example, and has no dead link. */
import { readFileSync } from 'node:fs';

import { anchorsOf, docsPages, type DocsPage, linksOf, packedFiles, packedPages } from '../support/pages.js';

const INDEX = 'docs/README.md';
const guides = docsPages.filter(({ path }) => path !== INDEX);
const named = (pages: readonly DocsPage[]): [string, DocsPage][] => pages.map((page) => [page.path, page]);

describe('the pages of docs', () => {
  it('are each in the index, once, in an order', () => {
    const index = docsPages.find(({ path }) => path === INDEX)!;
    const listed = linksOf(index).flatMap(({ path }) => (path.startsWith('docs/recipes/') ? [] : [path]));
    expect(listed.toSorted()).toEqual(guides.map(({ path }) => path));
    const numbers = [...index.text.matchAll(/^(\d+)\. \[/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  });

  it.each(named(guides))('%s begins with what it answers, then the smallest example', (_path, { text }) => {
    expect(text).toMatch(/^# \S.*\n\n[A-Z`*]/);
    const [opening] = text.split(/^## /m) as [string];
    expect(opening).toMatch(/^```/m);
    expect(opening.split(/^```/m)[0]!.split('\n').length).toBeLessThan(16);
  });
});

describe('the pages of the package', () => {
  const packed = new Set(packedFiles());
  const anchors = new Map(packedPages.map((page) => [page.path, anchorsOf(page)]));

  it('are packed', () => {
    expect(packedPages.map(({ path }) => path).filter((path) => !packed.has(path))).toEqual([]);
  });

  it('have many links', () => {
    expect(packedPages.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  it.each(named(packedPages))('%s has no dead link', (_path, page) => {
    const dead = linksOf(page).filter(({ path, anchor }) => {
      const found = packed.has(path) && (anchor === undefined || anchors.get(path)?.includes(anchor));
      return found !== true;
    });
    expect(dead).toEqual([]);
  });

  it.each(named(packedPages))('%s names only scripts that there are', (_path, { text }) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const run = [...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map((match) => (match[1] ?? match[2])!);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});
