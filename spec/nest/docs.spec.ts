/* The application of docs/nest.md, as a newcomer would make it: its files compiled, started on Postgres, and called. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { checked, countChecks } from '../support/examples.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
// what the page has one install, and what its compiler looks for
const INSTALLED = ['@nestjs', '@types', 'reflect-metadata', 'rxjs', 'typeorm', 'pg'];

const PRELUDE = `
import { isDeepStrictEqual as __same, inspect as __show } from 'node:util';
const __equal = (actual: unknown, expected: unknown) => {
  if (!__same(actual, expected)) throw new Error('gives ' + __show(actual) + ', not ' + __show(expected));
};
`;

/** The blocks of the page that name a file. */
function filesOfPage(): Map<string, string> {
  const page = readFileSync(join(ROOT, 'docs/nest.md'), 'utf8');
  return new Map([...page.matchAll(/^```(?:ts|json) (\S+)\n([\s\S]*?)^```/gm)].map((match) => [match[1]!, match[2]!]));
}

const folder = temporaryFolder();
const files = filesOfPage();
const emptyPostgres = emptyDatabases('postgres');

function install(): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of INSTALLED) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  symlinkSync(ROOT, join(folder, 'node_modules/prefect-states'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of files) {
    expect(dirname(name)).toMatch(/^(src|\.)$/);
    writeFileSync(join(folder, name), name === 'src/client.ts' ? PRELUDE + checked(text) : text);
  }
}

describe('the application of docs/nest.md', () => {
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
      'src/own-source.module.ts',
    ]);
    expect(countChecks(files.get('src/client.ts')!)).toBeGreaterThan(8);
  });

  it('compiles, runs on Postgres, and answers its client as the page says', async () => {
    install();
    const compiling = promisify(execFile)(process.execPath, [TSC], { cwd: folder });
    await compiling.catch((error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    });
    const { PATH } = process.env;
    const env = { PATH, NO_COLOR: '1', PORT: '0', DATABASE_URL: await emptyPostgres() };
    const server = spawn(process.execPath, ['dist/main.js'], { cwd: folder, env });
    let printed = '';
    try {
      const url = await new Promise<string>((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          printed += chunk.toString();
          const found = /Listening on (\S+)/.exec(printed)?.[1];
          if (found !== undefined) resolve(found);
        };
        server.stdout.on('data', read);
        server.stderr.on('data', read);
        server.once('exit', () => {
          reject(new Error(`the application did not start: ${printed}`));
        });
      });
      await promisify(execFile)(process.execPath, ['dist/client.js'], { cwd: folder, env: { PATH, SERVER: url } });
      server.kill('SIGTERM');
      expect(await once(server, 'exit')).toEqual([null, 'SIGTERM']);
    } finally {
      server.kill('SIGKILL');
    }
    expect(printed).not.toMatch(/error|s3cr3t/i);
  }, 120_000);
});
