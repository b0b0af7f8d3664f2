/* Many events by several sockets, mixed, some twice and some bad, as `spec/bench/server/events.mjs` sends them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { startServer } from '../support/server.js';

const SCRIPT = fileURLToPath(new URL('../bench/server/events.mjs', import.meta.url));
const EVENTS = times(4000, 100_000);

/** What the script says of a backend. */
interface Measured {
  readonly events: number;
  readonly isAllKept: boolean;
  /** At its beginning, and after each quarter of the events. */
  readonly megabytes: readonly [number, number, number, number, number];
}

describe.each(ENGINES)('many events on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  it('are all kept but for the bad ones, in memory that does not grow with them', async () => {
    const server = await startServer(folder, { DATABASE_URL: await create() });
    const api = `${server.url.replace(/\/api$/, '/v3/api')}#${server.pid}`;
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--events', String(EVENTS), api]);
    const { events, isAllKept, megabytes } = JSON.parse(stdout) as Measured;
    expect([events >= EVENTS, isAllKept]).toEqual([true, true]);
    expect(megabytes[4] - megabytes[1]).toBeLessThan(80);
    await server.stop();
  }, 900_000);
});
