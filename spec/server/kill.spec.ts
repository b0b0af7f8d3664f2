/* What was answered is kept, however the backend ends: it is killed in the middle of writes, again and again. */
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { startServer } from '../support/server.js';
import { expectKept, createFlowRuns, promise, type Promised } from '../support/writers.js';

const KILLS = times(2, 30);
const WRITERS = 8;
/** How many states are answered before each kill. */
const WRITES = 50;

describe.each(ENGINES)('the backend on %s, killed in the middle of concurrent writes', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  it('keeps every state that it answered 201, none twice, and every run in its latest state', async () => {
    const url = await create();
    const promised: Promised[] = [];
    let runIds: string[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const server = await startServer(folder, { DATABASE_URL: url });
      if (kill === 1) runIds = await createFlowRuns(server.url, 3);
      const killed: Promise<number | null>[] = [];
      const write = async (writer: number): Promise<void> => {
        for (let turn = writer; ; turn += 1) {
          const answered = await promise(server.url, runIds[turn % runIds.length]!);
          if (answered === null) return;
          promised.push(answered);
          // the other writers are waiting for answers at this moment
          if (promised.length >= kill * WRITES && killed.length === 0) killed.push(server.stop('SIGKILL'));
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
      await Promise.all(killed);
      await expectKept(url, runIds, promised);
    }
    // it starts once more, over what the last kill left
    const server = await startServer(folder, { DATABASE_URL: url });
    for (const runId of runIds) promised.push((await promise(server.url, runId))!);
    await server.stop();
    await expectKept(url, runIds, promised);
    expect(promised.length).toBeGreaterThanOrEqual(KILLS * WRITES);
  }, 600_000);
});
