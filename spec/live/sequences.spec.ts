/*
 * Sequences of proposals at random, for runs that hang together, each played against the backend and against a real server of
 * Prefect 2.20.25 beside it: every answer, every run's columns and every history must be the same.
 *
 * PREFECT_SEQUENCES says how many are played, PREFECT_FIRST_SEED which is the first.
 */
import { askBadly, makeKnown } from '../support/bad-proposals.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { play } from '../support/play-sequence.js';
import { describeWithPrefect, type PrefectServer, startPrefect } from '../support/prefect.js';
import { randomSequence } from '../support/random-sequences.js';
import { type RunningServer, startServer } from '../support/server.js';

const COUNT = Number(process.env.PREFECT_SEQUENCES ?? '50');
const FIRST = Number(process.env.PREFECT_FIRST_SEED ?? '1');
const LENGTH = 30;

describeWithPrefect('sequences of proposals', () => {
  let prefect: PrefectServer;

  beforeAll(async () => {
    prefect = await startPrefect();
  }, 300_000);

  afterAll(() => prefect.stop());

  // half of them on each engine: what the rules say does not depend on it
  describe.each(ENGINES.map((engine, i) => ({ engine, i })))('on $engine', ({ engine, i }) => {
    const folder = temporaryFolder();
    const create = emptyDatabases(engine);
    const seeds = Array.from({ length: COUNT }, (_, place) => FIRST + place).filter((seed) => seed % 2 === i);
    let server: RunningServer;

    beforeAll(async () => {
      server = await startServer(folder, { DATABASE_URL: await create() });
    });

    afterAll(() => server.stop());

    it('what cannot be proposed is answered as on a real server', async () => {
      const [ours, theirs] = await Promise.all(
        [server.url, prefect.url].map(async (api) => askBadly(api, await makeKnown(api))),
      );
      expect(ours).toEqual(theirs);
    });

    it.each(seeds)(
      'go as on a real server: seed %d',
      async (seed) => {
        const sequence = randomSequence(seed, LENGTH);
        const [ours, theirs] = await Promise.all([play(server.url, sequence), play(prefect.url, sequence)]);
        expect(ours).toEqual(theirs);
      },
      300_000,
    );
  });
});
