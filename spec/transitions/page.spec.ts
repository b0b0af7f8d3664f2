/* What `docs/transitions.md` shows of the rules is what the rules say. `UPDATE_DOCS=1` writes it; prettier then lays it out. */
import { readFileSync, writeFileSync } from 'node:fs';

import { StateType } from '../../src/index.js';
import { ANY_STATE } from '../../src/transitions/index.js';
import { generatedParts, isAllowed } from '../support/transitions-page.js';

const FILE = new URL('../../docs/transitions.md', import.meta.url);

function partOf(page: string, name: string): { readonly start: number; readonly end: number; readonly text: string } {
  const open = `<!-- ${name} -->`;
  const start = page.indexOf(open) + open.length;
  const end = page.indexOf('<!-- end -->', start);
  if (start < open.length || end === -1) throw new Error(`docs/transitions.md has no place for the ${name}`);
  return { start, end, text: page.slice(start, end) };
}

/** A table has the same words however wide its columns are, and a paragraph wherever its lines end. */
function words(text: string): string {
  return text.replace(/-{3,}/g, '---').replace(/\s+/g, ' ').trim();
}

describe('docs/transitions.md', () => {
  const parts = Object.entries(generatedParts());

  if (process.env.UPDATE_DOCS) {
    let page = readFileSync(FILE, 'utf8');
    for (const [name, text] of parts) {
      const { start, end } = partOf(page, name);
      page = `${page.slice(0, start)}\n\n${text}\n\n${page.slice(end)}`;
    }
    writeFileSync(FILE, page);
  }

  it.each(parts)('shows the %s', (name, text) => {
    expect(words(partOf(readFileSync(FILE, 'utf8'), name).text)).toBe(words(text));
  });

  it('says of task runs what is so: any move from what is no end', () => {
    const ends: readonly unknown[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'];
    for (const from of ANY_STATE.filter((type) => !ends.includes(type))) {
      for (const to of Object.values(StateType))
        expect([from, to, isAllowed('task', from, to)]).toEqual([from, to, true]);
    }
  });
});
