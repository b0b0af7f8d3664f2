/*
 * Says of what dist was made, so that no spec starts what is older than src: before a build it notes the sources, after a
 * whole one that they are built, and asked by a spec (`check`) it compares.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
// in the part of dist that is not published
const NOTE = join(ROOT, 'dist', 'server', 'built-of.txt');
const OTHERS = ['bundle.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

const steps = {
  async begin() {
    await mkdir(join(NOTE, '..'), { recursive: true });
    await rm(NOTE, { force: true });
    await writeFile(`${NOTE}.next`, await hashOfSources());
  },
  end: () => rename(`${NOTE}.next`, NOTE),
  async check() {
    const built = await readFile(NOTE, 'utf8').catch(() => null);
    if (built === (await hashOfSources())) return;
    const what =
      built === null ? 'dist is not built, or not whole' : 'dist was built of other sources than those in src';
    console.error(`${what}: npm run build`);
    process.exitCode = 1;
  },
};

/** Of names and contents: times change with every checkout. */
async function hashOfSources() {
  const entries = await readdir(join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...OTHERS.map((name) => join(ROOT, name))]) {
    hash
      .update(`${file.slice(ROOT.length)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

await steps[process.argv[2]]();
