/* Finds the code examples of the docs and of the source's comments, and makes programs of them that check themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Example {
  /** File and line. */
  readonly place: string;
  readonly code: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const isPage = (name: string): boolean => name.endsWith('.md');

/** Every `ts` block of the Markdown files. */
export function markdownExamples(): Example[] {
  const pages = [
    'README.md',
    ...readdirSync(`${ROOT}docs`)
      .filter(isPage)
      .map((name) => `docs/${name}`),
  ];
  return pages.flatMap((page) => blocksOf(page, readFileSync(ROOT + page, 'utf8')));
}

/** Every `ts` block behind an `@example` in a comment of the source. */
export function commentExamples(): Example[] {
  const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(`${ROOT}src/${file}`, 'utf8');
    return blocksOf(`src/${file}`, text.replace(/^ *\* ?/gm, ''));
  });
}

function blocksOf(file: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!,
  }));
}

/** The example with a check for each line that says what it gives. */
export function checked(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      const [, statement, expected] = /^(.*?);? *\/\/=> (.*)$/.exec(line) ?? [];
      if (statement === undefined || expected === undefined) return line;
      const [, refusal] = /^throws (.*)$/.exec(expected) ?? [];
      if (refusal !== undefined) return `await __throws(async () => (${statement}), ${refusal});`;
      const [, name] = /^const (\w+) =/.exec(statement) ?? [];
      return name === undefined
        ? `__equal(${statement}, ${expected});`
        : `${statement}; __equal(${name}, ${expected});`;
    })
    .join('\n');
}

/** How many lines say what they give. */
export function countChecks(code: string): number {
  return code.split('//=>').length - 1;
}
