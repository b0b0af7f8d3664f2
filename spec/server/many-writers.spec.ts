/* Two backends on one Postgres, and many who write to one run through both. */
import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { startServer } from '../support/server.js';
import { expectKept, makeFlowRuns, promise } from '../support/writers.js';

const WRITERS = 8;
const STATES = 2000;

describe('two backends on one Postgres', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('postgres');

  it('keep 2,000 states that eight writers bring one run into, in order, and refuse none', async () => {
    const url = await create();
    const servers = await Promise.all([1, 2].map(() => startServer(folder, { DATABASE_URL: url })));
    const [runId] = await makeFlowRuns(servers[0]!.url, 1);
    const write = async (writer: number): Promise<(object | null)[]> => {
      const answers: (object | null)[] = [];
      // throws for any answer but 201
      while (answers.length < STATES / WRITERS) answers.push(await promise(servers[writer % 2]!.url, runId!));
      return answers;
    };
    const answers = (await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))).flat();
    await Promise.all(servers.map((server) => server.stop()));
    expect(answers).toHaveLength(STATES);
    expect(answers).not.toContain(null);
    await expectKept(url, [runId!], answers as never);
  }, 180_000);
});
