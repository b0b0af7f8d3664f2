/* SQLite's own troubles, under a running backend: a full disk, a disk that fails, a file that is locked or only read. */
import { type INestApplication } from '@nestjs/common';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';

import { Database } from '../../src/persistence/index.js';
import { createApp } from '../../src/server/create-app.js';
import { readConfig } from '../../src/server/config.js';
import { temporaryFolder } from '../support/database.js';
import { type Answer, send } from '../support/http.js';
import { startServer } from '../support/server.js';
import { expectKept, createFlowRuns, promise, type Promised, setState } from '../support/writers.js';

const UNAVAILABLE = { status: 503, body: { exception_message: 'Service Unavailable' } };
const folder = temporaryFolder();

describe('the backend on SQLite', () => {
  const path = join(folder, 'trouble.db');
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

  const pragma = (text: string): Promise<unknown> =>
    app.get(Database).write((manager) => manager.query(`PRAGMA ${text}`));
  /** What stands in the file, as another process sees it. */
  const rows = (): unknown => {
    const file = new Sqlite(path, { readonly: true });
    const tables = ['flow', 'flow_run', 'flow_run_state', 'artifact'];
    const all = tables.map((table) => file.prepare(`SELECT * FROM ${table} ORDER BY id`).all());
    file.close();
    return all;
  };
  const expectWorks = async (): Promise<void> => {
    const answered = await promise(url, runId);
    await expectKept(`sqlite:${path}`, [runId], [answered!]);
  };

  it('answers 503 while the disk is full, keeps nothing by halves, and goes on when there is room', async () => {
    const before = rows();
    const [{ page_count: pages }] = (await pragma('page_count')) as [{ page_count: number }];
    await pragma(`max_page_count = ${pages}`);
    const big = 'x'.repeat(100_000);
    const states = [
      { type: 'RUNNING', message: big },
      { type: 'COMPLETED', data: big },
      // the artifact may still fit in where the state does not
      { type: 'RUNNING', message: big, data: { type: 'literal', value: 1 } },
    ];
    const answers = await Promise.all([...states, ...states].map((state) => setState(url, runId, state)));
    for (const answer of answers) expect(answer).toMatchObject(UNAVAILABLE);
    expect(rows()).toEqual(before);
    expect((await send(`${url}/flow_run_states/?flow_run_id=${runId}`)).status).toBe(200);

    await pragma('max_page_count = 1000000');
    for (const state of states) expect((await setState(url, runId, state)).status).toBe(201);
    await expectWorks();
  });

  it('waits for another process to write, and reads meanwhile', async () => {
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const writing = Promise.all([1, 2, 3].map(() => promise(url, runId)));
    // answered, though three wait
    expect((await send(`${url}/flow_run_states/?flow_run_id=${runId}`)).status).toBe(200);
    other.exec('COMMIT');
    other.close();
    await expectKept(`sqlite:${path}`, [runId], (await writing) as Promised[]);
  });

  it('answers 503 when another process does not end its write, and goes on when it has', async () => {
    const other = new Sqlite(path);
    const before = rows();
    other.exec('BEGIN IMMEDIATE');
    for (const answer of await Promise.all([1, 2, 3].map(() => setState(url, runId))))
      expect(answer).toMatchObject(UNAVAILABLE);
    other.exec('COMMIT');
    other.close();
    expect(rows()).toEqual(before);
    await expectWorks();
  });
});

const hasUlimit = process.platform !== 'win32';
const why = hasUlimit ? '' : ': Windows knows no ulimit:';
(hasUlimit ? describe : describe.skip)(`the backend on a disk that fails${why}`, () => {
  it('answers 503, keeps what it answered 201, and goes on when the disk does', async () => {
    const server = await startServer(folder, {}, ['sh', '-c', 'ulimit -f 2048; exec "$0" "$@"']);
    const file = `sqlite:${join(folder, 'prefect-states.db')}`;
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const promised: Promised[] = [];
    const writeMuch = (length = 20_000): Promise<Answer> =>
      setState(server.url, runId, { type: 'RUNNING', message: 'x'.repeat(length) });
    const fillUp = async (): Promise<Answer> => {
      for (;;) {
        const answer = await writeMuch();
        if (answer.status !== 201) return answer;
        promised.push({ runId, json: JSON.stringify((answer.body as { state: object }).state) });
      }
    };
    for (const answer of await Promise.all([1, 2, 3].map(fillUp))) expect(answer).toMatchObject(UNAVAILABLE);
    // as much may still fit in: how many pages are written depends on where the ids fall in the indexes
    expect(await writeMuch(200_000)).toMatchObject(UNAVAILABLE);
    await expectKept(file, [runId], promised);

    // another process, which may write as much as it likes, empties the file that cannot grow
    const other = new Sqlite(join(folder, 'prefect-states.db'));
    other.pragma('wal_checkpoint(RESTART)');
    other.close();
    expect((await writeMuch()).status).toBe(201);
    promised.push((await promise(server.url, runId))!);
    await expectKept(file, [runId], promised);
    await server.stop();
    expect(server.output()).toMatch(/SQLITE_(IOERR|FULL)/);
    expect(server.output()).not.toContain('xxx');
    await expectKept(file, [runId], promised);
  });
});
