/* What is SQLite's own: one file, and more than one who writes to it. */
import Sqlite from 'better-sqlite3';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { State } from '../../../../src/index.js';
import { Database, MIGRATIONS, Runs, RunStates, whyUnavailable } from '../../../../src/persistence/index.js';
import { temporaryFolder } from '../../../support/database.js';
import { newFlowRun } from '../../../support/runs.js';

const folder = temporaryFolder();
let count = 0;
const newFile = (): string => join(folder, `${(count += 1)}.db`);

describe('several Databases of one SQLite file in one process', () => {
  it('make the tables once, when they are opened at the same time', async () => {
    const path = newFile();
    const opened = await Promise.all(Array.from({ length: 4 }, () => Database.open(`sqlite:${path}`)));
    const done = await opened[0]!.reader.query<object[]>('SELECT * FROM prefect_states_migration');
    expect(done).toHaveLength(MIGRATIONS.length);
    for (const database of opened) await database.close();
  });

  it('write one after another, by whatever path they came to the file', async () => {
    const path = newFile();
    const first = await Database.open(`sqlite:${path}`);
    const link = newFile();
    symlinkSync(path, link);
    const databases = [first, await Database.open(`sqlite:${link}`)];
    const { run } = await new Runs(first).createFlowRun(await newFlowRun(first));
    const order: string[] = [];
    const appending = Array.from({ length: 40 }, async (_, i) => {
      const database = databases[i % 2]!;
      await database.write(async (manager) => {
        order.push('begins');
        await new RunStates(database, 'flow_run').append(run.id, State.running(), { manager });
        order.push('ends');
      });
    });
    await Promise.all(appending);
    expect(order.filter((word, i) => word !== (i % 2 === 0 ? 'begins' : 'ends'))).toEqual([]);
    expect(await new RunStates(first, 'flow_run').history(run.id)).toHaveLength(41);
    for (const database of databases) await database.close();
  });

  it('write on, when one of them is closed', async () => {
    const path = newFile();
    const [first, second] = await Promise.all([Database.open(`sqlite:${path}`), Database.open(`sqlite:${path}`)]);
    const writing = new Runs(first).createFlow({ name: 'a', tags: [] });
    await second.close();
    await writing;
    expect((await new Runs(first).createFlow({ name: 'b', tags: [] })).isNew).toBe(true);
    await first.close();
  });
});

describe('a SQLite file that another connection writes to', () => {
  it('is waited for, and the process goes on meanwhile', async () => {
    const path = newFile();
    const database = await Database.open(`sqlite:${path}`);
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const writing = new Runs(database).createFlow({ name: 'a', tags: [] });
    // nothing but the writer waits: what follows would never come to pass
    expect(await new RunStates(database, 'flow_run').current([])).toEqual(new Map());
    other.exec('COMMIT');
    other.close();
    expect((await writing).isNew).toBe(true);
    await database.close();
  });

  it('is not waited for without end, and can be written when it is free', async () => {
    const path = newFile();
    const database = await Database.open(`sqlite:${path}`);
    const runs = new Runs(database);
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const failure: unknown = await runs.createFlow({ name: 'a', tags: [] }).catch((error: unknown) => error);
    expect(whyUnavailable(failure)).toBe('SQLITE_BUSY');
    other.exec('COMMIT');
    other.close();
    expect((await runs.createFlow({ name: 'a', tags: [] })).isNew).toBe(true);
    await database.close();
  });

  it('can be opened', async () => {
    const path = newFile();
    const other = new Sqlite(path);
    other.exec('CREATE TABLE mine (id); BEGIN IMMEDIATE; INSERT INTO mine VALUES (1)');
    const opening = Database.open(`sqlite:${path}`);
    await Promise.resolve();
    other.exec('COMMIT');
    other.close();
    await (await opening).close();
  });
});
