/* What `docs/architecture.md` says of rooms and files is so in the source. `UPDATE_DOCS=1` draws the picture; prettier lays it out. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { generatedParts, importsOfRooms } from '../support/architecture-page.js';
import { itShows, readPage } from '../support/generated.js';
import { SRC } from '../support/house.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readPage('architecture.md');

/** What stands as code in a text. */
function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
}

/** The steps of the ways: the file that each begins with, and the names that it says of it. */
const steps = [...PAGE.matchAll(/^\d+\. `([^`]+)`(.*(?:\n {3,}.*)*)/gm)].map(([, file, text]) => {
  const names = codesIn(text!).filter((code) => !code.includes('/') && !code.includes('.'));
  return [file!, names] as const;
});

describe('docs/architecture.md', () => {
  itShows('architecture.md', generatedParts());

  it('has a sentence on every room, each behind those that it imports', () => {
    const told = [...PAGE.matchAll(/^- `(\w+)\/`: /gm)].map(([, room]) => room!);
    const rooms = [...importsOfRooms.keys()].filter((place) => !place.endsWith('.ts'));
    expect([...told].sort()).toEqual(rooms.sort());
    for (const [place, room] of told.entries()) {
      const later = importsOfRooms.get(room)!.filter((other) => told.indexOf(other) > place);
      expect([room, later]).toEqual([room, []]);
    }
  });

  it('names only folders and files that are there', () => {
    const paths = codesIn(PAGE).filter((code) => /^[\w.-]+(?:\/[\w.-]*)+$/.test(code));
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !existsSync(SRC + path) && !existsSync(ROOT + path))).toEqual([]);
  });

  it.each(steps)('says of %s what stands in it: %s', (file, names) => {
    expect(statSync(SRC + file).isFile()).toBe(true);
    const text = readFileSync(SRC + file, 'utf8');
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it('tells the three ways of a state', () => {
    expect(steps.length).toBeGreaterThan(25);
  });
});
