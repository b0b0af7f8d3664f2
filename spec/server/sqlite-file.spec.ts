/* The SQLite file of a running backend: who may read it, and what becomes of it under the backend. */
import { type INestApplication } from '@nestjs/common';
import Sqlite from 'better-sqlite3';
import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from '../../src/persistence/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { createFlowRuns, setState } from '../support/writers.js';

describe('the SQLite file of a backend', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'new', 'file.db');
  let app: INestApplication;
  let url: string;
  let runId: string;

  beforeAll(async () => {
    app = await createApp({ ...readConfig({ DATABASE_URL: `sqlite:${path}` }), logLevel: 'fatal' });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
    [runId] = (await createFlowRuns(url, 1)) as [string];
  });
  afterAll(() => app.close());

  const status = async (path: string): Promise<number> => (await send(url + path)).status;
  const reason = async (): Promise<unknown> => {
    const { body } = await send(url.replace('/api', '/healthz'));
    return (body as { details: { database: { message?: unknown } } }).details.database.message;
  };

  it('is for nobody else to read, nor is what SQLite keeps beside it', () => {
    for (const name of [path, `${path}-wal`, `${path}-shm`])
      expect([name, statSync(name).mode & 0o777]).toEqual([name, 0o600]);
  });

  it.each([
    ['removed', () => undefined],
    [
      'replaced',
      (away: string): void => {
        copyFileSync(away, path);
      },
    ],
  ])('is not written when it was %s, and the backend is not ready', async (_how, replace) => {
    const away = join(folder, 'away.db');
    renameSync(path, away);
    replace(away);
    for (const answer of await Promise.all([setState(url, runId), setState(url, runId)]))
      expect(answer.status).toBe(503);
    expect([await status('/ready'), await reason()]).toEqual([503, 'SQLITE_READONLY_DBMOVED']);
    rmSync(path, { force: true });
    renameSync(away, path);
    expect([await status('/ready'), (await setState(url, runId)).status]).toEqual([200, 201]);
  });

  it('that cannot grow makes the backend not ready', async () => {
    const pragma = (text: string): Promise<unknown> =>
      app.get(Database).write((manager) => manager.query(`PRAGMA ${text}`));
    const [{ page_count: pages }] = (await pragma('page_count')) as [{ page_count: number }];
    const [{ freelist_count: free }] = (await pragma('freelist_count')) as [{ freelist_count: number }];
    expect(free).toBeLessThan(10);
    await pragma(`max_page_count = ${pages}`);
    // what is left is written full
    while ((await setState(url, runId, { type: 'RUNNING', message: 'x'.repeat(3000) })).status === 201);
    expect([await status('/ready'), await reason()]).toEqual([503, 'SQLITE_FULL']);
    await pragma('max_page_count = 1000000');
    expect(await status('/ready')).toBe(200);
  });

  it('that another program keeps locked makes the backend not ready', async () => {
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    expect(await status('/ready')).toBe(503);
    other.exec('COMMIT');
    expect(await status('/ready')).toBe(200);
    other.close();
  });

  it('without one of its tables makes the backend not ready, and nothing is left behind by asking', async () => {
    const other = new Sqlite(path);
    expect(other.prepare('SELECT count(*) AS count FROM artifact').get()).toEqual({ count: 0 });
    other.exec('ALTER TABLE task_run_state_cache RENAME TO gone');
    expect(await status('/ready')).toBe(503);
    other.exec('ALTER TABLE gone RENAME TO task_run_state_cache');
    expect(await status('/ready')).toBe(200);
    other.close();
  });
});
