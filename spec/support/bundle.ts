/* What a page of a user's loads: the entry points of the package as they are built, put together for browsers. */
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

import './built.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles a program that imports this package by its name; a `node:` module in it is an error. */
export async function bundle(program: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: ROOT, loader: 'ts' },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    bundle: true,
    format: 'iife',
    globalName: 'page',
    logLevel: 'silent',
    platform: 'browser',
    target: 'es2022',
    write: false,
    ...options,
  });
  return outputFiles![0]!.text;
}
