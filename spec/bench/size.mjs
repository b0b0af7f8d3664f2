/*
 * The size of the main entry in a browser, as a page loads it: bundled, minified, zipped. Above the budget it fails.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUDGET = 52_000;

const { outputFiles, metafile } = await build({
  stdin: { contents: `export * from 'prefect-states';`, resolveDir: ROOT },
  outfile: resolve(ROOT, 'unused.js'),
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  metafile: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  // ours leads the package's own name to its sources
  tsconfigRaw: {},
  write: false,
});
const [{ contents }] = outputFiles;
const [{ inputs }] = Object.values(metafile.outputs);
for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
  if (bytesInOutput > 1000) console.log(`${String(bytesInOutput).padStart(7)}  ${file}`);
}
const zipped = gzipSync(contents, { level: 9 }).length;
console.log(
  `${String(contents.length).padStart(7)}  minified\n${String(zipped).padStart(7)}  zipped, of at most ${BUDGET}`,
);
if (zipped > BUDGET) process.exitCode = 1;
