/* The same calls of Prefect's own client, to the backend and to a real server beside it: what each gives must be the same. */
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { describeWithPrefect, runWithPrefect, startPrefect } from '../support/prefect.js';
import { startServer } from '../support/server.js';

const CLIENT = fileURLToPath(new URL('client.py', import.meta.url));

type Given = readonly [call: string, value: unknown];

function read(printed: string): Given[] {
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Given);
}

describeWithPrefect("Prefect's own client", () => {
  let theirs: Given[];

  beforeAll(async () => {
    const prefect = await startPrefect();
    try {
      theirs = read(await runWithPrefect(CLIENT, prefect.url));
    } finally {
      await prefect.stop();
    }
  }, 300_000);

  describe('and a backend that asks who calls', () => {
    const folder = temporaryFolder();
    const API_AUTH_STRING = 'admin:s3cr3t';

    it('get on when its API key is what the backend asks for', async () => {
      const server = await startServer(folder, { API_AUTH_STRING });
      const ours = read(await runWithPrefect(CLIENT, server.url, [], { PREFECT_API_KEY: API_AUTH_STRING }));
      const refused = runWithPrefect(CLIENT, server.url, [], { PREFECT_API_KEY: 'admin:wrong' });
      await expect(refused).rejects.toThrow();
      await server.stop();
      expect(ours).toEqual(theirs);
    }, 300_000);
  });

  describe.each(ENGINES)('on %s', (engine) => {
    const folder = temporaryFolder();
    const create = emptyDatabases(engine);

    it('is given what a real server gives it, call by call', async () => {
      const server = await startServer(folder, { DATABASE_URL: await create() });
      const ours = read(await runWithPrefect(CLIENT, server.url));
      await server.stop();
      expect(ours).toEqual(theirs);
      expect(theirs.length).toBeGreaterThan(80);
    }, 300_000);
  });
});
