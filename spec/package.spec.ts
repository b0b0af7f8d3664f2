/* The package as it is shipped: the build, its entry points, and what they load. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';

import './support/built.js';
import { temporaryFolder } from './support/database.js';

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

/** A program of a user who checks the types of all that it loads. */
const CONSUMER = `
import { Field, PrefectBaseModel, Secret, State, StateDetails, StateGroup } from 'prefect-states';
import { decide } from 'prefect-states/transitions';
import { Database, RUN_ORDERS, type RunOrder } from 'prefect-states/persistence';
import { PrefectStatesModule, ValidationFilter } from 'prefect-states/nest';

export class Job extends State {
  @Field.nested(() => StateDetails) declare details: StateDetails;
}
export class Pin extends Secret<number> {
  repr = () => 'Pin()';
  equals = (other: unknown) => other === this;
  reveal = () => String(this.getSecretValue());
  protected isEmpty = () => false;
}
export const job: Job = Job.parse({});
export const order: RunOrder = RUN_ORDERS[0];
export const standard = State['~standard'];
export const doors = [decide, Database, PrefectStatesModule, PrefectBaseModel, StateGroup, ValidationFilter];
// @ts-expect-error a field nests models only
Field.nested(() => Date);
`;

const folder = temporaryFolder();

/** What TypeScript has against that program, in a folder where the package is installed, and the types that it writes for it. */
function compileConsumer(): { readonly faults: string[]; readonly types: string } {
  const modules = `${folder}/node_modules`;
  const names = [
    '@nestjs',
    '@standard-schema',
    '@types',
    'class-transformer',
    'luxon',
    'reflect-metadata',
    'rxjs',
    'typeorm',
  ];
  mkdirSync(modules);
  for (const name of names) symlinkSync(`${ROOT}node_modules/${name}`, `${modules}/${name}`);
  // no link: an installed package does not have what it depends on inside of it
  for (const part of ['dist', 'package.json'])
    cpSync(ROOT + part, `${modules}/prefect-states/${part}`, { recursive: true });
  writeFileSync(`${folder}/consumer.mts`, CONSUMER);
  const program = ts.createProgram([`${folder}/consumer.mts`], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    skipLibCheck: false,
    experimentalDecorators: true,
    declaration: true,
    emitDeclarationOnly: true,
    types: ['node'],
  });
  let types = '';
  const { diagnostics } = program.emit(undefined, (_name, text) => (types += text));
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  return { faults: faults.map((fault) => ts.formatDiagnostic(fault, ts.createCompilerHost({}))), types };
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

  it('is one package by the paths of its files, too, by which the CLI plugin of @nestjs/swagger imports a class', async () => {
    const program = `
      const classes = {
        'prefect-states': ['State', 'dist/states/state'],
        'prefect-states/v3': ['State', 'dist/v3/state'],
        'prefect-states/transitions': ['FlowRunPolicy', 'dist/transitions/run-policy'],
        'prefect-states/client': ['PrefectClient', 'dist/client/prefect-client'],
        'prefect-states/persistence': ['FlowRunEntity', 'dist/persistence/tables/flow-run.entity'],
        'prefect-states/nest': ['UuidPipe', 'dist/nest/pipes'],
      };
      (async () => {
        for (const [entry, [name, path]] of Object.entries(classes)) {
          const [door, file] = await Promise.all([import(entry), import('prefect-states/' + path)]);
          console.log(door[name] !== undefined && door[name] === file[name]);
        }
      })();`;
    expect((await node(['--no-warnings'], program)).split('\n')).toEqual(Array(6).fill('true'));
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

  const ENTRIES = ['index', 'v3/index', 'transitions/index', 'client/index', 'persistence/index', 'nest/index'];

  it('ships types and source maps beside every entry point', () => {
    for (const entry of ENTRIES) {
      for (const suffix of ['js', 'js.map', 'd.ts']) {
        expect(readFileSync(`${ROOT}dist/${entry}.${suffix}`, 'utf8').length).toBeGreaterThan(0);
      }
    }
  });

  it('ships types that hold for those who check them, and that need no name but a public one', () => {
    const { faults, types } = compileConsumer();
    expect(faults).toEqual([]);
    expect(types).toContain('standard: import("prefect-states").StandardModel<State<');
  });

  /** The files of types that a user gets, whose text has a match. */
  function typesWith(pattern: RegExp): string[] {
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
    const shipped = files.filter((path) => path.endsWith('.d.ts') && !path.startsWith('server'));
    expect(shipped).toContain('index.d.ts');
    return shipped.filter((path) => pattern.test(readFileSync(DIST + path, 'utf8')));
  }

  it('ships no type of what is internal', () => {
    expect(typesWith(/@internal/)).toEqual([]);
  });

  it('ships no bytes by the generic type that TypeScript has since 5.7 only', () => {
    expect(typesWith(/\bUint8Array\b/)).toContain('fields/decorators/field.d.ts');
    expect(typesWith(/\b(?:Uint8Array|Buffer)</)).toEqual([]);
  });

  it('ships a few files that the entry points share, mapped to the sources', () => {
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('server'));
    const programs = files.filter((path) => path.endsWith('.js'));
    const ofBrowsers = programs.filter((path) => path.startsWith('browser'));
    // an entry each, two that only the server takes, and what they share
    const entries = ENTRIES.length + 2;
    expect(programs.length - ofBrowsers.length).toBeLessThanOrEqual(entries + 5);
    // those that need neither a database nor Nest, and what they share; of the client, the second wire stands by itself
    expect(ofBrowsers.length).toBeLessThanOrEqual(ENTRIES.length - 2 + 7);
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
