/* The applications of docs/nest.md and docs/own-data-source.md, as a newcomer would make them: files compiled, migrated, started, and called. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Database, type Engine, Runs } from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { checked, countChecks } from '../support/examples.js';
import { type Answer, post, send } from '../support/http.js';
import { newFlowRun } from '../support/runs.js';
import '../support/built.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = 'node_modules/typescript/bin/tsc';
const TYPEORM = 'node_modules/typeorm/cli.js';
// what the page has one install, and what its compiler looks for
const INSTALLED = [
  '@nestjs',
  '@types',
  'better-sqlite3',
  'pg',
  'reflect-metadata',
  'rxjs',
  'typeorm',
  'typescript',
] as const;
const MIGRATION = 'src/migrations/1769500000000-invoice.ts';

const PRELUDE = `
import { isDeepStrictEqual as __same, inspect as __show } from 'node:util';
const __equal = (actual: unknown, expected: unknown) => {
  if (!__same(actual, expected)) throw new Error('gives ' + __show(actual) + ', not ' + __show(expected));
};
`;

/** The blocks of the pages that name a file. */
function filesOfPages(): Map<string, string> {
  const pages = ['nest', 'own-data-source'].map((name) => readFileSync(join(ROOT, `docs/${name}.md`), 'utf8'));
  return new Map(
    [...pages.join('').matchAll(/^```(?:ts|json) (\S+)\n([\s\S]*?)^```/gm)].map((match) => [match[1]!, match[2]!]),
  );
}

const files = filesOfPages();

/** A folder with what an application needs. */
class Application {
  readonly #folder = temporaryFolder();
  readonly #env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NO_COLOR: '1', PORT: '0' };
  #server: ChildProcess | null = null;
  printed = '';

  install(given: ReadonlyMap<string, string>): void {
    mkdirSync(join(this.#folder, 'node_modules'));
    for (const name of INSTALLED) {
      symlinkSync(join(ROOT, 'node_modules', name), join(this.#folder, 'node_modules', name));
    }
    symlinkSync(ROOT, join(this.#folder, 'node_modules/prefect-states'));
    writeFileSync(join(this.#folder, 'package.json'), '{ "type": "module" }');
    for (const [name, text] of given) {
      mkdirSync(join(this.#folder, dirname(name)), { recursive: true });
      writeFileSync(join(this.#folder, name), name === 'src/client.ts' ? PRELUDE + checked(text) : text);
    }
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  use(url: string): void {
    this.#env.DATABASE_URL = url;
  }

  /** Runs a script of Node's in the folder. */
  async run(...args: readonly string[]): Promise<string> {
    const running = promisify(execFile)(process.execPath, args, { cwd: this.#folder, env: this.#env });
    const { stdout } = await running.catch((error: unknown) => {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
    });
    return stdout;
  }

  /** Starts it, and gives its address. */
  start(): Promise<string> {
    const server = spawn(process.execPath, ['dist/main.js'], { cwd: this.#folder, env: this.#env });
    this.#server = server;
    return new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.printed += chunk.toString();
        const found = /Listening on (\S+)/.exec(this.printed)?.[1];
        if (found !== undefined) resolve((this.#env.SERVER = found));
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.once('exit', () => {
        reject(new Error(`the application did not start: ${this.printed}`));
      });
    });
  }

  /** Ends it as an operator does. */
  async end(): Promise<unknown[]> {
    this.#server!.kill('SIGTERM');
    return once(this.#server!, 'exit');
  }

  kill(): void {
    this.#server?.kill('SIGKILL');
  }
}

describe('the application of docs/nest.md', () => {
  const emptyPostgres = emptyDatabases('postgres');
  const application = new Application();
  afterAll(() => {
    application.kill();
  });

  it('is of these files', () => {
    expect([...files.keys()]).toEqual([
      'tsconfig.json',
      'src/jobs.controller.ts',
      'src/app.module.ts',
      'src/main.ts',
      'src/client.ts',
      'src/settings.module.ts',
      'src/errors.filter.ts',
      'src/describe.ts',
      'src/invoice.entity.ts',
      'src/data-source.ts',
      MIGRATION,
      'src/own-source.module.ts',
    ]);
    expect(countChecks(files.get('src/client.ts')!)).toBeGreaterThan(8);
  });

  it('compiles, runs on Postgres, and answers its client as the page says', async () => {
    application.install(files);
    await application.run(TSC);
    application.use(await emptyPostgres());
    await application.start();
    await application.run('dist/client.js');
    expect(await application.end()).toEqual([null, 'SIGTERM']);
    expect(application.printed).not.toMatch(/error|s3cr3t/i);
  }, 120_000);
});

/** The page's application with the data source of its own, before its first migration is written. */
function filesWithOwnSource(): Map<string, string> {
  const own = new Map(files);
  own.delete(MIGRATION);
  const module = own.get('src/app.module.ts')!;
  const swapped = module
    .replace(/PrefectStatesModule\.forRoot\(.*\)/, 'OwnSourceModule')
    .replace('import { JobsController }', "import { OwnSourceModule } from './own-source.module.js';\n$&");
  return own.set('src/app.module.ts', swapped);
}

/** The SQL of a migration's file. */
function statementsOf(migration: string): string[] {
  return [...migration.matchAll(/`([^`]*)`/g)].map((match) => match[1]!);
}

describe.each(ENGINES)(
  "docs/own-data-source.md's application with a data source of its own, on %s",
  (engine: Engine) => {
    const emptyPostgres = emptyDatabases('postgres');
    const application = new Application();
    let request: (path: string, init?: RequestInit) => Promise<Answer>;
    let url: string;

    beforeAll(async () => {
      application.install(filesWithOwnSource());
      url = engine === 'postgres' ? await emptyPostgres() : `sqlite:${application.path('jobs.db')}`;
      if (engine === 'postgres') application.use(url);
      // types are checked when all files are there
      await application.run(TSC, '--noCheck');
      await application.run(TYPEORM, 'migration:run', '-d', 'dist/data-source.js');
      await application.run(TYPEORM, 'migration:generate', 'src/migrations/invoice', '-d', 'dist/data-source.js');
      await application.run(TSC);
      await application.run(TYPEORM, 'migration:run', '-d', 'dist/data-source.js');
      const address = await application.start();
      request = (path, init) => send(address + path, init);
    }, 400_000);
    afterAll(() => {
      application.kill();
    });

    it('has one migration of its own, with nothing about our tables', () => {
      const names = readdirSync(application.path('src/migrations'));
      expect(names).toEqual([expect.stringMatching(/^\d+-invoice\.ts$/)]);
      const statements = statementsOf(readFileSync(application.path(`src/migrations/${names[0]!}`), 'utf8'));
      if (engine === 'postgres') expect(statements).toEqual(statementsOf(files.get(MIGRATION)!));
      for (const statement of statements) {
        expect(statement).toMatch(/^(CREATE TABLE|INSERT INTO|DROP TABLE|ALTER TABLE) "(temporary_)?invoice"/);
      }
    });

    it('has nothing left to migrate', async () => {
      const checking = application.run(TYPEORM, 'migration:generate', '--check', 'none', '-d', 'dist/data-source.js');
      expect(await checking).toContain('No changes in database schema were found');
    });

    it('keeps an invoice and the state of its run, both or neither', async () => {
      const database = await Database.open(url);
      const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
      await database.close();
      const invoice = post({ id: 'i1', run_id: run.id });
      expect(await request('/invoices', invoice)).toMatchObject({ status: 201, body: { type: 'COMPLETED' } });
      // the invoice is there already
      expect(await request('/invoices', invoice)).toMatchObject({ status: 500 });
      expect(await request(`/jobs/${run.id}/states`)).toMatchObject({
        status: 200,
        body: [{ type: 'PENDING' }, { type: 'COMPLETED' }],
      });
      const unknown = post({ id: 'i2', run_id: '00000000-0000-4000-8000-000000000000' });
      expect(await request('/invoices', unknown)).toMatchObject({ status: 404 });
    });

    if (engine === 'postgres') {
      it("answers the page's client too", async () => {
        await application.run('dist/client.js');
      });
    }
  },
);
