import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { inSources } from '../../src/server/sources.js';

describe('inSources()', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
    // the third line, from its fifth character on, is the second line of the source
    const map = { version: 3, sources: ['../src/rows.ts'], names: [], mappings: ';;IACA' };
    writeFileSync(join(folder, 'main.js.map'), JSON.stringify(map));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const at = (name: string, line = 3): string => `${pathToFileURL(join(folder, name)).href}:${line}:7`;

  it('names the source of a place, as the map beside the compiled file says it', () => {
    const source = join(folder, '../src/rows.ts');
    expect(inSources(`    at async insertRows (${at('main.js')})`)).toBe(`    at async insertRows (${source}:2:1)`);
    expect(inSources(`    at ${at('main.js')}`)).toBe(`    at ${source}:2:1`);
  });

  it.each([
    ['a file without a map', 'other.js', 3],
    ['a place that the map does not know', 'main.js', 1],
  ])('leaves it, where there is none: %s', (_, name, line) => {
    expect(inSources(`    at insertRows (${at(name, line)})`)).toBe(`    at insertRows (${at(name, line)})`);
  });

  it.each([
    '    at node:internal/timers:581:17',
    '    at insertRows (/src/rows.ts:3:7)',
    '    at Array.map (<anonymous>)',
  ])('leaves what is no compiled file: %s', (frame) => {
    expect(inSources(frame)).toBe(frame);
  });
});
