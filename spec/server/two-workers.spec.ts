/* Two workers see the same scheduled runs and take each at once: one gets it, the other is told to give up. */
import { Database, type RunType, RunStates } from '../../src/persistence/index.js';
import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { post, send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';
import { createFlowRuns, createTaskRuns } from '../support/writers.js';

/** How many runs are being taken at any moment, each by both workers. */
const AT_ONCE = 10;

/** What a worker is answered when it takes a run. */
interface Taken {
  readonly code: number;
  readonly status: string;
  readonly reason: string | undefined;
  /** The state that the run is in, as it is told. */
  readonly stateId: string;
}

async function take(url: string, kind: RunType, id: string): Promise<Taken> {
  const {
    status: code,
    body,
    text,
  } = await send(`${url}/${kind}s/${id}/set_state`, post({ state: { type: 'PENDING' } }));
  if (code >= 300) throw new Error(`answered ${code}: ${text}`);
  const { state, status, details } = body as { state: { id: string }; status: string; details: { reason?: string } };
  return { code, status, reason: details.reason, stateId: state.id };
}

/** Both workers take every run; gives what each pair was answered, the one who got the run first. */
async function takeAll(urls: readonly [string, string], kind: RunType, ids: readonly string[]): Promise<Taken[][]> {
  const left = [...ids.entries()];
  const pairs: Taken[][] = [];
  const go = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [i, id] = next;
      // each is the first to ask every second time
      const order = i % 2 === 0 ? urls : [...urls].reverse();
      const pair = await Promise.all(order.map((url) => take(url, kind, id)));
      pairs.push(pair.sort((one, other) => other.code - one.code));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
  return pairs;
}

/** The types of the states that runs have been in. */
async function histories(url: string, kind: RunType, ids: readonly string[]): Promise<Set<string>> {
  const database = await Database.openReadOnly(url);
  try {
    const states = new RunStates(database, kind);
    const all = await Promise.all(ids.map((id) => states.history(id, { withData: false })));
    return new Set(all.map((history) => history.map(({ type }) => type).join(' ')));
  } finally {
    await database.close();
  }
}

describe.each([
  { engine: 'sqlite', backends: 1 },
  { engine: 'postgres', backends: 1 },
  { engine: 'postgres', backends: 2 },
] as const)('two workers, on $engine, backends: $backends', ({ engine, backends }) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let url: string;
  let servers: RunningServer[];
  let workers: readonly [string, string];

  beforeAll(async () => {
    url = await create();
    const starting = Array.from({ length: backends }, () =>
      startServer(folder, { DATABASE_URL: url, MAX_REQUESTS: '1000' }),
    );
    servers = await Promise.all(starting);
    workers = [servers[0]!.url, servers.at(-1)!.url];
  });

  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it.each([
    { kind: 'flow_run', runs: times(100, 900), make: createFlowRuns },
    // the task runs of a flow run are its own to take: there the reference has no such rule
    { kind: 'task_run', runs: times(40, 400), make: createTaskRuns },
  ] as const)(
    'take each of $runs scheduled runs once: $kind',
    async ({ kind, runs, make }) => {
      const ids = await make(workers[0], runs, { state: { type: 'SCHEDULED' } });
      const pairs = await takeAll(workers, kind, ids);
      expect(pairs).toHaveLength(runs);
      const reason = 'This run is in a PENDING state and cannot transition to a PENDING state.';
      for (const [first, second] of pairs as [Taken, Taken][]) {
        expect(first).toMatchObject({ code: 201, status: 'ACCEPT' });
        expect(second).toEqual({ code: 200, status: 'ABORT', reason, stateId: first.stateId });
      }
      expect(await histories(url, kind, ids)).toEqual(new Set(['SCHEDULED PENDING']));
    },
    300_000,
  );
});
