/* What docs/persistence.md says of keeping and forgetting, on SQLite. */
import Sqlite from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import '../support/built.js';
import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { startServer } from '../support/server.js';
import { expectKept, createFlowRuns, promise, type Promised } from '../support/writers.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The program of docs/persistence.md that makes a backup. */
const BACKUP = /```js\n(import Sqlite[^`]+)```/.exec(readFileSync(join(ROOT, 'docs/persistence.md'), 'utf8'))![1]!;

describe('a backend that is in use', () => {
  const folder = temporaryFolder();

  it('is backed up as the docs say, and what it had answered is there after the backup is restored', async () => {
    const server = await startServer(folder, { DATABASE_URL: 'sqlite:states.db' });
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const promised: Promised[] = [];
    for (let i = 0; i < 20; i += 1) promised.push((await promise(server.url, runId))!);
    const options = { cwd: folder, env: { PATH: process.env.PATH } };
    const program = BACKUP.replace(
      "'better-sqlite3'",
      JSON.stringify(join(ROOT, 'node_modules/better-sqlite3/lib/index.js')),
    );
    const writing = promise(server.url, runId);
    execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
    await writing;
    await server.stop();

    copyFileSync(join(folder, 'backup.db'), join(folder, 'restored.db'));
    const restored = await startServer(folder, { DATABASE_URL: 'sqlite:restored.db' });
    await expectKept(`sqlite:${join(folder, 'restored.db')}`, [runId], promised);
    expect((await send(`${restored.url}/ready`)).status).toBe(200);
    await restored.stop();
  });

  it('serves on while `npm run forget` deletes what is old', async () => {
    const server = await startServer(folder, { DATABASE_URL: 'sqlite:forget.db' });
    const old = { state: { type: 'COMPLETED', data: { type: 'literal', value: 1 } } };
    await createFlowRuns(server.url, 20, old);
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const before = new Date(Date.now() + 1000).toISOString();
    const program = join(ROOT, 'dist/server/forget.js');
    const env = { PATH: process.env.PATH, DATABASE_URL: 'sqlite:forget.db' };
    const output = execFileSync(process.execPath, [program, '--before', before], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    expect(output).toBe('20 runs were deleted\n');
    expect(await promise(server.url, runId)).not.toBeNull();
    const file = new Sqlite(join(folder, 'forget.db'), { readonly: true });
    expect(file.prepare('SELECT count(*) AS count FROM artifact').get()).toEqual({ count: 1 });
    file.close();
    await server.stop();
    expect(() =>
      execFileSync(process.execPath, [program, '--before', 'x'], { cwd: folder, env, stdio: 'pipe' }),
    ).toThrow('--before must be a time, such as 2026-01-01T00:00:00Z');
  });
});
