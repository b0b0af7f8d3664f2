/* The files of the source, the rooms that they stand in, and what they import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

export interface SourceFile {
  /** Its path, from `src` on. */
  readonly name: string;
  readonly room: string;
  readonly text: string;
  /** Files of this package that it imports, relative to `src`. */
  readonly imports: readonly { readonly file: string; readonly isType: boolean }[];
}

/** Every file of the source, but for declarations. */
export const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => {
    const text = readFileSync(SRC + name, 'utf8');
    const found = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^;'"]*?from\s+)?'(\.[^']*)\.js'/gm)];
    const imports = found.map(([, type, path]) => ({ file: importedBy(name, path!), isType: type !== undefined }));
    return { name, room: roomOf(name), text, imports };
  });

/** The file that a relative import means, from `src` on. */
export function importedBy(name: string, path: string): string {
  return `${relative(SRC, join(SRC, dirname(name), path))}.ts`;
}

/** The folder of `src` that a file stands in; empty for one beside the rooms. */
export function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}
