/*
 * Real flows of Prefect 3.8.8, unchanged, against `/v3/api`: what they leave is what they leave on Prefect's own server. Those of
 * 2.20.25 leave their own there, too.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { describeWithPrefect, PREFECT_PYTHON, PREFECT_PYTHON3, runWithPrefect } from '../support/prefect.js';
import { type RunningServer, startServer } from '../support/server.js';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const FLOWS_2 = fileURLToPath(new URL('e2e/flows.py', FIXTURES));
const FLOWS_3 = fileURLToPath(new URL('e2e3/flows3.py', FIXTURES));
const HISTORIES_2 = readFileSync(new URL('e2e/prefect-2.20.25.json', FIXTURES), 'utf8');
const HISTORIES_3 = readFileSync(new URL('e2e3/prefect-3.8.8.json', FIXTURES), 'utf8');
const MINUTES = 60_000;

/** How often the flows are run. */
const times = Number(process.env.PREFECT_FLOWS ?? '1');
const eachTime = Array.from({ length: times }, (_, i) => i + 1);

const rootOf = ({ url }: RunningServer): string => new URL(url).origin;
const runFlows3 = (api: string): Promise<string> => runWithPrefect(FLOWS_3, api, [], {}, PREFECT_PYTHON3);

describeWithPrefect(
  'real flows of Prefect 3',
  () => {
    describe.each(ENGINES)('on %s', (engine) => {
      const folder = temporaryFolder();
      const create = emptyDatabases(engine);
      let server: RunningServer;

      beforeEach(async () => {
        server = await startServer(folder, { DATABASE_URL: await create() });
      });

      afterEach(() => server.stop());

      it.each(eachTime)(
        'leave the histories that Prefect recorded, time %d',
        async () => {
          expect(await runFlows3(`${rootOf(server)}/v3/api`)).toBe(HISTORIES_3);
        },
        5 * MINUTES,
      );

      const ofBoth = PREFECT_PYTHON === undefined ? it.skip : it;
      ofBoth.each(eachTime)(
        'of Prefect 2 leave theirs through the API of Prefect 3, time %d',
        async () => {
          expect(await runWithPrefect(FLOWS_2, `${rootOf(server)}/v3/api`)).toBe(HISTORIES_2);
        },
        5 * MINUTES,
      );
    });
  },
  'PREFECT_PYTHON3',
);
