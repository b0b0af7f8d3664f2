/*
 * Requests at random, good and bad, sent to the backend and to a real server of Prefect beside it, where the same was made before:
 * what they answer must be the same, but for what docs/differences.md names.
 *
 * PREFECT_REQUESTS says how many are sent to each wire, PREFECT_FIRST_SEED which seed is the first.
 */
import { prefect2Routes, prefect3Routes, type Route } from '../../src/api/index.js';
import { differenceOf } from '../support/answer-differences.js';
import { temporaryFolder } from '../support/database.js';
import {
  describeWithPrefect,
  PREFECT_PYTHON,
  PREFECT_PYTHON3,
  type PrefectServer,
  startPrefect,
} from '../support/prefect.js';
import {
  baseRequests,
  LOOKS,
  type NamedRequest,
  ownThings,
  RandomRequests,
  type ReferenceDocument,
} from '../support/random-requests.js';
import { Asked } from '../support/same-answers.js';
import { type RunningServer, startServer } from '../support/server.js';

const COUNT = Number(process.env.PREFECT_REQUESTS ?? '300');
const FIRST = Number(process.env.PREFECT_FIRST_SEED ?? '1');
/** Requests of one seed. */
const SCENE = 25;

const routesOf = (table: object): Route[] =>
  Object.values(table).flatMap((group: object) => Object.values(group) as Route[]);

describe.each([
  { wire: 2, variable: 'PREFECT_PYTHON', python: PREFECT_PYTHON, table: prefect2Routes },
  { wire: 3, variable: 'PREFECT_PYTHON3', python: PREFECT_PYTHON3, table: prefect3Routes },
] as const)('through /v$wire/api', ({ wire, variable, python, table }) => {
  describeWithPrefect(
    'requests at random',
    () => {
      const folder = temporaryFolder();
      const seeds = Array.from({ length: Math.ceil(COUNT / 2 / SCENE) }, (_, i) => FIRST + i);
      const base = baseRequests(wire);
      let prefect: PrefectServer;
      let server: RunningServer;
      let document: ReferenceDocument;
      let [ours, theirs]: Asked[] = [];

      beforeAll(async () => {
        // lines of logs are of other years
        const settings = { RUN_LOG_DAYS: '36500' };
        [prefect, server] = await Promise.all([startPrefect(python), startServer(folder, settings)]);
        document = (await (await fetch(`${prefect.url}/openapi.json`)).json()) as ReferenceDocument;
        [ours, theirs] = [new Asked(server.url.replace('/api', `/v${wire}/api`)), new Asked(prefect.url)];
      }, 300_000);

      afterAll(() => Promise.all([prefect.stop(), server.stop()]));

      /** Sends requests to both; gives what is not the same. */
      const differences = async (requests: Iterable<NamedRequest>): Promise<unknown[]> => {
        const found: unknown[] = [];
        for (const request of requests) {
          const [our, their] = await Promise.all([ours!.ask(request), theirs!.ask(request)]);
          if (differenceOf(request, our, their) === 'unknown') found.push({ request, our, their });
          const isDone = request.method !== 'GET' && our.status < 300;
          if (isDone && !base.includes(request) && !request.path.endsWith('/filter')) {
            found.push(...(await differences(LOOKS)));
          }
        }
        return found;
      };
      const requestsOf = function* (seed: number, own: readonly NamedRequest[], kind: 'read' | 'write') {
        const things = own.flatMap(({ as }) => (as === undefined || as === '' ? [] : [as]));
        const random = new RandomRequests(seed, routesOf(table), document, [...new Set(things)]);
        for (let i = 0; i < SCENE; i++) yield random[kind]();
      };

      it('make the same', async () => {
        expect(await differences(base)).toEqual([]);
      }, 300_000);

      it.each(seeds)(
        'that read are answered the same: seed %d',
        async (seed) => {
          expect(await differences(requestsOf(seed, base, 'read'))).toEqual([]);
        },
        300_000,
      );

      // after those that read, which look at all that there is
      it.each(seeds)(
        'that write are answered the same: seed %d',
        async (seed) => {
          const own = ownThings(seed);
          expect(await differences([...own, ...requestsOf(seed, own, 'write')])).toEqual([]);
        },
        300_000,
      );
    },
    variable,
  );
});
