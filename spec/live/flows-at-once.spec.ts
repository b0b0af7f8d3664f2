/*
 * Real flows of Prefect 2.20.25 and of 3.8.8 at once, each by its own client through its own API, on one database: both leave what
 * they leave alone.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { describeWithPrefect, PREFECT_PYTHON3, runWithPrefect } from '../support/prefect.js';
import { startServer } from '../support/server.js';

/** What runs of one name have left. */
type Histories = Readonly<Record<string, readonly unknown[]>>;

const FIXTURES = new URL('../fixtures/', import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(name, FIXTURES));
const HISTORIES_2 = readFileSync(fileOf('e2e/prefect-2.20.25.json'), 'utf8');
const HISTORIES_3 = JSON.parse(readFileSync(fileOf('e2e3/prefect-3.8.8.json'), 'utf8')) as Histories;
const MINUTES = 60_000;

const eachTime = Array.from({ length: Number(process.env.PREFECT_FLOWS ?? '1') }, (_, i) => i + 1);

/** What all runs have left, as a client of Prefect 3 reads it. */
async function readHistories(root: string): Promise<Histories> {
  const api = `${root}/v3/api`;
  const args = ['import histories; histories.show()'];
  return JSON.parse(
    await runWithPrefect('-c', api, args, { PYTHONPATH: fileOf('e2e3') }, PREFECT_PYTHON3),
  ) as Histories;
}

/** Runs the flows of Prefect 2, without reading what they leave: it asserts that nothing moves meanwhile. */
async function runFlows2(root: string): Promise<void> {
  const program = `
import asyncio, flows
for each in flows.FLOWS: each(return_state=True)
asyncio.run(flows.async_flow(return_state=True))`;
  await runWithPrefect('-c', `${root}/v2/api`, [program], { PYTHONPATH: fileOf('e2e') });
}

/** Every run's history beside its name, in one order: runs of one name are told apart by nothing else. */
function linesOf(...all: readonly Histories[]): string[] {
  const runs = all.flatMap((each) =>
    Object.entries(each).flatMap(([name, histories]) => histories.map((history) => ({ name, history }))),
  );
  // the task run of a subflow of Prefect 2 is called by two words at random
  return runs.map(({ name, history }) => `${name.replace(/\/[a-z]+-[a-z]+$/, '/')} ${JSON.stringify(history)}`).sort();
}

describeWithPrefect('real flows of Prefect 2', () => {
  describeWithPrefect(
    'and of Prefect 3',
    () => {
      describe.each(ENGINES)('on %s', (engine) => {
        const folder = temporaryFolder();
        const create = emptyDatabases(engine);
        let alone: Histories;

        const withServer = async <T>(use: (root: string) => Promise<T>): Promise<T> => {
          const server = await startServer(folder, { DATABASE_URL: await create() });
          try {
            return await use(new URL(server.url).origin);
          } finally {
            await server.stop();
          }
        };

        it(
          'leave their histories through /v2/api',
          () =>
            withServer(async (root) => {
              expect(await runWithPrefect(fileOf('e2e/flows.py'), `${root}/v2/api`)).toBe(HISTORIES_2);
              alone = await readHistories(root);
            }),
          5 * MINUTES,
        );

        it.each(eachTime)(
          'leave at once, on one database, what each leave alone, time %d',
          () =>
            withServer(async (root) => {
              const flows3 = runWithPrefect(fileOf('e2e3/flows3.py'), `${root}/v3/api`, [], {}, PREFECT_PYTHON3);
              await Promise.all([flows3, runFlows2(root)]);
              expect(linesOf(await readHistories(root))).toEqual(linesOf(HISTORIES_3, alone));
            }),
          10 * MINUTES,
        );
      });
    },
    'PREFECT_PYTHON3',
  );
});
