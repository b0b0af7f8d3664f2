/* The package as it is shipped: the build, its entry points, and what they load. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

import './support/built.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = `${ROOT}dist/`;

async function node(flags: readonly string[], program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', program], { cwd: ROOT });
  return stdout.trim();
}

/** The packages that an entry point loads, straight or through its own files. */
async function packagesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [`${ROOT}dist/${entry}`],
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    metafile: true,
    outfile: 'unused.js',
    packages: 'external',
    platform: 'node',
    write: false,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports.map(({ path }) => path).filter((path) => !path.startsWith('node:'));
  return [...new Set(names.map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)![0]))].sort();
}

describe('prefect-states', () => {
  const DOMAIN = ['class-transformer', 'class-validator', 'luxon', 'reflect-metadata'];

  it('loads neither a database nor Nest', async () => {
    expect(await packagesOf('index.js')).toEqual(DOMAIN);
    expect(await packagesOf('transitions/index.js')).toEqual(DOMAIN);
    expect(await packagesOf('persistence/index.js')).toEqual([...DOMAIN, 'typeorm']);
    expect(await packagesOf('nest/index.js')).toEqual(['@nestjs/common', '@nestjs/core', ...DOMAIN, 'rxjs', 'typeorm']);
  });

  it('names every package that it loads', async () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as Record<string, Record<string, string>>;
    for (const name of await packagesOf('index.js')) expect(manifest.dependencies).toHaveProperty(name);
    for (const name of await packagesOf('nest/index.js')) {
      expect({ ...manifest.dependencies, ...manifest.peerDependencies }).toHaveProperty([name]);
    }
  });

  it('is one package for import and for require', async () => {
    const program = `
      const required = require('prefect-states');
      import('prefect-states').then((imported) => console.log(required.State === imported.State));`;
    expect(await node(['--no-warnings'], program)).toBe('true');
  });

  it('works where code must not be generated', async () => {
    const program = `
      import('prefect-states').then(({ State, isCompiled }) => {
        const state = State.parse({ type: 'RUNNING', state_details: { retriable: 'yes' } });
        console.log(isCompiled(State), State.parseJson(state.json()).equals(state), state.stateDetails.retriable);
      });`;
    expect(await node(['--disallow-code-generation-from-strings'], program)).toBe('false true true');
    expect(await node([], program)).toBe('true true true');
  });

  it('says nothing by itself of a state that holds itself', async () => {
    const program = `
      import('prefect-states').then(async ({ getStateException, State }) => {
        const state = State.failed();
        state.data = [state];
        await getStateException(state).catch((error) => console.log(error.name));
      });`;
    const said = await promisify(execFile)(process.execPath, ['-e', program], { cwd: ROOT });
    expect(said).toEqual({ stdout: 'UnexpectedResult\n', stderr: '' });
  });

  const ENTRIES = ['index', 'transitions/index', 'persistence/index', 'nest/index'];

  it('ships types and source maps beside every entry point', () => {
    for (const entry of ENTRIES) {
      for (const suffix of ['js', 'js.map', 'd.ts']) {
        expect(readFileSync(`${ROOT}dist/${entry}.${suffix}`, 'utf8').length).toBeGreaterThan(0);
      }
    }
  });

  it('ships a few files that the entry points share, mapped to the sources', () => {
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('server'));
    expect(files.filter((path) => path.endsWith('.js')).length).toBeLessThan(10);
    const maps = files.filter((path) => path.endsWith('.js.map')).map((path) => readFileSync(`${DIST}${path}`, 'utf8'));
    const sources = maps.flatMap((map) => (JSON.parse(map) as { readonly sources: string[] }).sources);
    expect(sources).toContain('../../src/states/state.ts');
    for (const map of maps) expect(map).not.toContain(ROOT);
  });

  it.each(ENTRIES)('exports classes and functions under their own names from %s', async (entry) => {
    const exported = Object.entries((await import(`../dist/${entry}.js`)) as Record<string, unknown>);
    const named = exported.filter((each): each is [string, { readonly name: string }] => typeof each[1] === 'function');
    expect(named.length).toBeGreaterThan(0);
    for (const [name, value] of named) expect(value.name).toBe(name);
  });
});
