/* Real flows of Prefect 2.20.25, unchanged, against the backend: what they leave is what they leave on Prefect's own server. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { describeWithPrefect, type PrefectServer, runWithPrefect, startPrefect } from '../support/prefect.js';
import { type RunningServer, startServer } from '../support/server.js';

const FLOWS = fileURLToPath(new URL('../fixtures/e2e/flows.py', import.meta.url));
const PERSISTED = fileURLToPath(new URL('persisted.py', import.meta.url));
const HISTORIES = readFileSync(new URL('../fixtures/e2e/prefect-2.20.25.json', import.meta.url), 'utf8');
const MINUTES = 60_000;

/** How often the flows are run. */
const times = Number(process.env.PREFECT_FLOWS ?? '1');

describeWithPrefect('real flows', () => {
  let prefect: PrefectServer;
  let expected: string;

  beforeAll(async () => {
    prefect = await startPrefect();
    expected = await runWithPrefect(PERSISTED, prefect.url);
  }, 5 * MINUTES);

  afterAll(() => prefect.stop());

  describe.each(ENGINES)('on %s', (engine) => {
    const folder = temporaryFolder();
    const create = emptyDatabases(engine);
    let server: RunningServer;

    beforeEach(async () => {
      server = await startServer(folder, { DATABASE_URL: await create() });
    });

    afterEach(() => server.stop());

    it.each(Array.from({ length: times }, (_, i) => i + 1))(
      'leave the histories that Prefect recorded, time %d',
      async () => {
        expect(await runWithPrefect(FLOWS, server.url)).toBe(HISTORIES);
      },
      5 * MINUTES,
    );

    it(
      'with cached and persisted results, retried around tasks, leave what they leave on a real server',
      async () => {
        expect(await runWithPrefect(PERSISTED, server.url)).toBe(expected);
      },
      5 * MINUTES,
    );
  });
});
