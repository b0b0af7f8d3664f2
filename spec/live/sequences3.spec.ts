/*
 * Sequences of proposals at random, each played against `/v3/api` and against a real server of Prefect 3.8.8 beside it: every
 * answer, every run's columns and every history must be the same.
 *
 * PREFECT_SEQUENCES_3 says how many are played, PREFECT_FIRST_SEED which is the first.
 */
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import {
  describeWithPrefect,
  PREFECT_PYTHON3,
  type PrefectServer,
  runWithPrefect,
  startPrefect,
} from '../support/prefect.js';
import { type RunningServer, startServer } from '../support/server.js';

const SCRIPT = fileURLToPath(new URL('../fixtures/seq3/seq3.py', import.meta.url));
const COUNT = Number(process.env.PREFECT_SEQUENCES_3 ?? '10');
const FIRST = Number(process.env.PREFECT_FIRST_SEED ?? '1');

describeWithPrefect(
  'sequences of proposals by the rules of Prefect 3',
  () => {
    let prefect: PrefectServer;

    beforeAll(async () => {
      prefect = await startPrefect(PREFECT_PYTHON3);
    }, 300_000);

    afterAll(() => prefect.stop());

    // half of them on each engine: what the rules say does not depend on it
    describe.each(ENGINES.map((engine, i) => ({ engine, i })))('on $engine', ({ engine, i }) => {
      const folder = temporaryFolder();
      const create = emptyDatabases(engine);
      const count = Math.ceil(COUNT / ENGINES.length);
      const first = FIRST + i * count;
      let server: RunningServer;

      beforeAll(async () => {
        server = await startServer(folder, { DATABASE_URL: await create() });
      });

      afterAll(() => server.stop());

      it(
        `go as on a real server: seeds ${first} to ${first + count - 1}`,
        async () => {
          const api = server.url.replace(/\/api$/, '/v3/api');
          const args = [prefect.url, api, '--seed', String(first), '--count', String(count)];
          const found = await runWithPrefect(SCRIPT, api, args, {}, PREFECT_PYTHON3);
          expect(found).toBe(`${count} sequences, 0 with differences\n`);
        },
        count * 60_000,
      );
    });
  },
  'PREFECT_PYTHON3',
);
