/* Databases that are not ours to start on. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';

import { Database, DatabaseUseError, type Engine, MIGRATIONS } from '../../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../../support/database.js';
import { failToStart } from '../../support/server.js';

const RECORDINGS = fileURLToPath(new URL('../../fixtures/recordings/', import.meta.url));

const sourceOf = (engine: Engine, url: string): Promise<DataSource> =>
  (engine === 'sqlite'
    ? new DataSource({ type: 'better-sqlite3', database: url.slice('sqlite:'.length) })
    : new DataSource({ type: 'postgres', url })
  ).initialize();

const TABLES: Readonly<Record<Engine, string>> = {
  sqlite: 'SELECT name FROM sqlite_master ORDER BY name',
  postgres: "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
};

describe.each(ENGINES)('Database.open() on %s', (engine) => {
  const create = emptyDatabases(engine);
  const folder = temporaryFolder();

  it.each([
    [
      "Prefect's",
      ['CREATE TABLE alembic_version (version_num VARCHAR(32))', "INSERT INTO alembic_version VALUES ('a1b2')"],
      "the database is one of Prefect's own server (revision a1b2)",
    ],
    ["another program's", ['CREATE TABLE flow (id INT)'], 'another program where ours would be (flow)'],
  ])('refuses one that is %s, and writes nothing', async (_whose, statements, sentence) => {
    const url = await create();
    const source = await sourceOf(engine, url);
    for (const sql of statements) await source.query(sql);
    const before: unknown = await source.query(TABLES[engine]);
    await expect(Database.open(url)).rejects.toThrow(DatabaseUseError);
    await expect(Database.open(url)).rejects.toThrow(sentence);
    expect(await source.query(TABLES[engine])).toEqual(before);
    await source.destroy();

    const { status, output } = await failToStart(folder, { DATABASE_URL: url, PORT: '0' });
    expect(status).toBe(1);
    expect(output).toContain(`prefect-states did not start: the database `);
    expect(output).not.toContain('s3cr3t');
  });

  it('refuses one of a newer version, and writes nothing', async () => {
    const url = await create();
    await (await Database.open(url)).close();
    const source = await sourceOf(engine, url);
    await source.query(
      "INSERT INTO prefect_states_migration (timestamp, name) VALUES (1764000000999, 'Future1764000000999')",
    );
    const opening = Database.open(url);
    await expect(opening).rejects.toThrow(DatabaseUseError);
    await expect(opening).rejects.toThrow('newer version of prefect-states (Future1764000000999 is not known here)');
    expect(await source.query('SELECT name FROM prefect_states_migration')).toHaveLength(MIGRATIONS.length + 1);
    await source.destroy();
  });

  it('takes one with tables that are not in the way', async () => {
    const url = await create();
    const source = await sourceOf(engine, url);
    await source.query('CREATE TABLE invoice (id INT)');
    await source.destroy();
    await (await Database.open(url)).close();
    await (await Database.open(url)).close();
  });
});

describe('Database.open() of a file of a real Prefect', () => {
  const folder = temporaryFolder();

  it.each(['prefect-2.20.25.db', 'prefect-3.8.8.db'])('refuses %s, and leaves it as it was', async (name) => {
    const file = join(folder, name);
    copyFileSync(join(RECORDINGS, name), file);
    await expect(Database.open(`sqlite:${file}`)).rejects.toThrow(
      "the database is one of Prefect's own server (revision ",
    );
    expect(readFileSync(file).equals(readFileSync(join(RECORDINGS, name)))).toBe(true);
    expect(existsSync(`${file}-journal`)).toBe(false);
    await (await Database.openReadOnly(`sqlite:${file}`)).close();
  });
});
