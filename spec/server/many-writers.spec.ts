/* Several backends on one database, and many who write to one run through all of them. */
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';

import { MIGRATIONS } from '../../src/persistence/index.js';
import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { startServer } from '../support/server.js';
import { expectKept, createFlowRuns, promise, type Promised } from '../support/writers.js';

const WRITERS = 8;
const STATES = times(400, 8000);

describe('two backends on one Postgres', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('postgres');

  it(`keep ${STATES} states that eight writers bring one run into, in order, and refuse none`, async () => {
    const url = await create();
    const servers = await Promise.all([1, 2].map(() => startServer(folder, { DATABASE_URL: url })));
    const [runId] = await createFlowRuns(servers[0]!.url, 1);
    const write = async (writer: number): Promise<(Promised | null)[]> => {
      const answers: (Promised | null)[] = [];
      // throws for any answer but 201
      while (answers.length < STATES / WRITERS) answers.push(await promise(servers[writer % 2]!.url, runId!));
      return answers;
    };
    const answers = (await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))).flat();
    await Promise.all(servers.map((server) => server.stop()));
    expect(answers).toHaveLength(STATES);
    expect(answers).not.toContain(null);
    await expectKept(url, [runId!], answers as Promised[]);
  }, 600_000);
});

describe('four backends that start at once on one new SQLite file', () => {
  const folder = temporaryFolder();

  it('all come up over one set of tables, and keep what each of them is given', async () => {
    const servers = await Promise.all([1, 2, 3, 4].map(() => startServer(folder)));
    const [runId] = await createFlowRuns(servers[0]!.url, 1);
    const answers: (Promised | null)[] = [];
    await Promise.all(
      servers.map(async ({ url }) => {
        for (let turn = 1; turn <= 25; turn += 1) answers.push(await promise(url, runId!));
      }),
    );
    await Promise.all(servers.map((server) => server.stop()));
    expect(answers).toHaveLength(100);
    expect(answers).not.toContain(null);
    const path = join(folder, 'prefect-states.db');
    await expectKept(`sqlite:${path}`, [runId!], answers as Promised[]);
    const file = new Sqlite(path, { readonly: true });
    expect(file.prepare('SELECT name FROM prefect_states_migration').all()).toHaveLength(MIGRATIONS.length);
    file.close();
  }, 60_000);
});
