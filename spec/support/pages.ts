/* The pages that the package ships: their headings, their links, and the files beside them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A page, by its path in the package. */
export interface DocsPage {
  readonly path: string;
  readonly text: string;
}

/** Every page of `docs`, by name. */
export const docsPages: readonly DocsPage[] = readdirSync(`${ROOT}docs`)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => readPackedPage(`docs/${name}`));

/** Every page that the package ships. */
export const packedPages: readonly DocsPage[] = [
  readPackedPage('README.md'),
  readPackedPage('CHANGELOG.md'),
  ...docsPages,
  ...readdirSync(`${ROOT}docs/recipes`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('README.md'))
    .sort()
    .map((name) => readPackedPage(`docs/recipes/${name}`)),
];

function readPackedPage(path: string): DocsPage {
  return { path, text: readFileSync(ROOT + path, 'utf8') };
}

/** The files of the package, as npm packs them. */
export function packedFiles(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' })) as [
    { readonly files: readonly { readonly path: string }[] },
  ];
  return packed.files.map(({ path }) => path);
}

/** What a page says outside of its blocks of code. */
export function proseOf({ text }: DocsPage): string {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
}

/** Where the links of a page lead, but for those out of the package. */
export function linksOf(page: DocsPage): { readonly path: string; readonly anchor: string | undefined }[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split('#') as [string, string?];
      return { path: path === '' ? page.path : posix.join(posix.dirname(page.path), path), anchor };
    });
}

/** The anchors of the headings of a page, as GitHub makes them; of several of one name the later have a number. */
export function anchorsOf(page: DocsPage): string[] {
  const taken = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const words = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const count = taken.get(anchor) ?? 0;
    taken.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
