/*
 * The sizes in a browser, as a page loads them: bundled, minified, zipped. Above a budget it fails, and where a bundle
 * holds a package that no page needs.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGES = ['luxon'];
const BUDGET = 52_000;
/** What a client with one wire may add to the main entry. */
const CLIENT = 8000;
const BUDGET_PREFECT3 = 68_500;

/** Bundles a program, shows what is in it, and gives its size. */
async function sizeOf(name, program) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: ROOT },
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
  console.log(name);
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput > 1000) console.log(`${show(bytesInOutput)}  ${file}`);
    const [, found] = /node_modules\/(.+?)\//.exec(file) ?? [];
    if (found !== undefined && !PACKAGES.includes(found)) fail(`it holds the package ${found}`);
  }
  console.log(`${show(contents.length)}  minified`);
  return gzipSync(contents, { level: 9 }).length;
}

function hold(zipped, budget) {
  console.log(`${show(zipped)}  zipped, of at most ${budget}\n`);
  if (zipped > budget) fail('it is above its budget');
}

function fail(why) {
  console.error(why);
  process.exitCode = 1;
}

function show(bytes) {
  return String(bytes).padStart(7);
}

const main = await sizeOf('prefect-states', `export * from 'prefect-states';`);
hold(main, BUDGET);
for (const [wire, budget] of Object.entries({ prefect2: main + CLIENT, prefect3: BUDGET_PREFECT3 })) {
  const program = `export { PrefectClient, ${wire} } from 'prefect-states/client';`;
  hold(await sizeOf(`prefect-states/client with ${wire}`, program), budget);
}
