/* A Postgres in which somebody holds a row, which is slow, or which says nothing any more. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';

import { State } from '../../../../src/index.js';
import { Database, Runs, RunSearch, RunStates, whyUnavailable } from '../../../../src/persistence/index.js';
import { emptyDatabases } from '../../../support/database.js';
import { type Proxy, startProxy } from '../../../support/proxy.js';
import { newFlowRun } from '../../../support/runs.js';

const reason = async (work: Promise<unknown>): Promise<string | null> => {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return whyUnavailable(error);
  }
};

/** Longer than any wait may take. */
const MUCH = 40_000;

describe('a row that another program holds', () => {
  const create = emptyDatabases('postgres');
  let database: Database;
  let states: RunStates;
  let locked: string;
  let other: string;
  let source: DataSource;
  let holder: QueryRunner;

  beforeAll(async () => {
    const url = await create();
    database = await Database.open(url);
    states = new RunStates(database, 'flow_run');
    const make = async (): Promise<string> =>
      (await new Runs(database).createFlowRun(await newFlowRun(database))).run.id;
    [locked, other] = [await make(), await make()];
    source = await new DataSource({ type: 'postgres', url }).initialize();
    holder = source.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT * FROM flow_run WHERE id = $1 FOR UPDATE', [locked]);
  });
  afterAll(async () => {
    await holder.release();
    await source.destroy();
    await database.close();
  });

  const waitingForLocks = async (): Promise<number> => {
    const sql = `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await source.query<{ count: number }[]>(sql))[0]!.count;
  };

  it(
    'keeps those who want it waiting for about five seconds, on one connection, and nobody else',
    async () => {
      let ended = 0;
      const count = <T>(work: Promise<T>): Promise<T> => work.finally(() => (ended += 1));
      const proposals = Array.from({ length: 30 }, () => count(reason(states.propose(locked, State.running()))));
      const changes = count(reason(new Runs(database).updateFlowRun(locked, { name: 'x' })));
      while ((await waitingForLocks()) === 0);

      // not one of them has ended: who reads, or writes to another run, does not wait for them
      expect((await states.propose(other, State.running())).isNew).toBe(true);
      expect((await new RunSearch(database).flowRun(locked))?.run.name).toBe('r');
      expect([await waitingForLocks(), ended]).toEqual([1, 0]);

      const start = performance.now();
      expect(new Set(await Promise.all([...proposals, changes]))).toEqual(new Set(['55P03']));
      expect(performance.now() - start).toBeLessThan(10_000);
    },
    MUCH,
  );

  it(
    'is written when it is let go',
    async () => {
      const proposal = states.propose(locked, State.running());
      while ((await waitingForLocks()) === 0);
      await holder.rollbackTransaction();
      expect((await proposal).isNew).toBe(true);
      expect(await states.history(locked)).toHaveLength(2);
    },
    MUCH,
  );
});

describe('writers that are slow', () => {
  const create = emptyDatabases('postgres');

  it('leave connections to who reads, however many they are', async () => {
    const database = await Database.open(await create());
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let entered = 0;
    const writing = Array.from({ length: 40 }, () =>
      database.write(async (manager) => {
        await manager.query('SELECT 1');
        entered += 1;
        await held;
      }),
    );
    while (entered < 8) await setImmediate();
    await Promise.all([1, 2].map(() => database.reader.query('SELECT pg_sleep(0.5)')));
    expect(entered).toBe(8);
    letGo();
    await Promise.all(writing);
    await database.close();
  });
});

describe('a Postgres behind a proxy', () => {
  const create = emptyDatabases('postgres');
  let proxy: Proxy;
  let database: Database;

  beforeAll(async () => {
    const url = new URL(await create());
    proxy = await startProxy(Number(url.port));
    url.port = String(proxy.port);
    database = await Database.open(`${url.href}?options=-c%20statement_timeout%3D500`);
  });
  afterAll(async () => {
    proxy.close();
    await database.close();
  });

  it('is told to be slow when a statement takes too long, and works on', async () => {
    expect(await reason(database.reader.query('SELECT pg_sleep(30)'))).toBe('57014');
    expect(await reason(database.write((manager) => manager.query('SELECT pg_sleep(30)')))).toBe('57014');
    expect(await database.reader.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets a transaction be idle for longer than a statement may take', async () => {
    const one = await database.write(async (manager) => {
      await manager.query('SELECT 1');
      await setTimeout(6500);
      return manager.query<object[]>('SELECT 1 AS one');
    });
    expect(one).toEqual([{ one: 1 }]);
  });

  it(
    'is told to be frozen when it is silent, keeps nothing by halves, and is used again when it answers',
    async () => {
      const runs = new Runs(database);
      const flow = { name: 'before', tags: [] };
      await runs.createFlow(flow);
      // frozen in the middle of a transaction, at a query, and when it is to connect
      const writing = database.write(async (manager) => {
        await manager.query("INSERT INTO flow (id, name) VALUES (gen_random_uuid(), 'halfway')");
        proxy.freeze();
        await manager.query('SELECT 1');
      });
      expect(await reason(writing)).toBe('ETIMEDOUT');
      const all = [database.reader.query('SELECT 1'), database.reader.query('SELECT 1'), runs.createFlow(flow)];
      for (const why of await Promise.all(all.map(reason))) expect(why).toMatch(/^ETIMEDOUT$|timeout/);

      proxy.thaw();
      expect((await runs.createFlow({ name: 'after', tags: [] })).isNew).toBe(true);
      const names = await database.reader.query<{ name: string }[]>('SELECT name FROM flow ORDER BY name');
      expect(names.map(({ name }) => name)).toEqual(['after', 'before']);
    },
    MUCH,
  );
});
