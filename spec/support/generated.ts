/* The parts of a page that its spec writes: between `<!-- name -->` and `<!-- end -->`. `UPDATE_DOCS=1` writes them; prettier lays them out. */
import { readFileSync, writeFileSync } from 'node:fs';

const DOCS = new URL('../../docs/', import.meta.url);

/** The text of a page. */
export function readPage(page: string): string {
  return readFileSync(new URL(page, DOCS), 'utf8');
}

/** Has a page show what is generated, by the names of its parts. */
export function itShows(page: string, generated: Readonly<Record<string, string>>): void {
  const parts = Object.entries(generated);

  if (process.env.UPDATE_DOCS) {
    let text = readPage(page);
    for (const [name, part] of parts) {
      const { start, end } = partOf(page, text, name);
      text = `${text.slice(0, start)}\n\n${part}\n\n${text.slice(end)}`;
    }
    writeFileSync(new URL(page, DOCS), text);
  }

  it.each(parts)('shows the %s', (name, part) => {
    const text = readPage(page);
    const { start, end } = partOf(page, text, name);
    expect(words(text.slice(start, end))).toBe(words(part));
  });
}

function partOf(page: string, text: string, name: string): { readonly start: number; readonly end: number } {
  const open = `<!-- ${name} -->`;
  const start = text.indexOf(open) + open.length;
  const end = text.indexOf('<!-- end -->', start);
  if (start < open.length || end === -1) throw new Error(`docs/${page} has no place for the ${name}`);
  return { start, end };
}

/** A table has the same words however wide its columns are, and a paragraph wherever its lines end. */
function words(text: string): string {
  return text.replace(/-{3,}/g, '---').replace(/\s+/g, ' ').trim();
}
