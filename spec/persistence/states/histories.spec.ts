/* Histories by pages, the states of many runs, many states at once. */
import { type DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';

import { addMicroseconds, compareDateTimes, formatDateTime, parseDateTime, State } from '../../../src/index.js';
import {
  ArtifactEntity,
  Database,
  DatabaseUseError,
  ENTITIES,
  FlowRunEntity,
  MIGRATIONS,
  ObjectNotFoundError,
  Runs,
  RunStates,
} from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase, temporaryFolder } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const START = parseDateTime('2020-01-01T00:00:00.000001Z')!;
const at = (microseconds: number): DateTime => addMicroseconds(START, microseconds);

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  let states: RunStates;
  let runId: string;
  const makeRun = async (first?: State): Promise<string> =>
    (await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()), first)).run.id;

  beforeEach(async () => {
    states = new RunStates(database.current(), 'flow_run');
    runId = await makeRun(State.pending({ timestamp: at(0) }));
  });

  const many = (count: number): State[] =>
    Array.from({ length: count }, (_, i) => State.running({ timestamp: at(i + 1), message: String(i + 1), data: i }));

  it('RunStates.history() reads page after page, from either end', async () => {
    await states.bulkAppend(runId, many(24));
    for (const order of ['oldest', 'newest'] as const) {
      const read: State[] = [];
      let page: State[];
      do {
        page = await states.history(runId, { order, limit: 10, after: read.at(-1)?.timestamp });
        read.push(...page);
      } while (page.length > 0);
      const expected = Array.from({ length: 25 }, (_, i) => formatDateTime(at(order === 'oldest' ? i : 24 - i)));
      expect(read.map((state) => formatDateTime(state.timestamp))).toEqual(expected);
    }
    expect((await states.history(runId, { limit: 1, after: at(4) }))[0]?.data).toBe(4);
    expect((await states.history(runId, { limit: 1, after: at(4), withData: false }))[0]?.data).toBeNull();
  });

  it('RunStates.bulkAppend() keeps timestamps, and moves the run to the latest', async () => {
    const given = [at(2000), at(1), at(1500)].map((timestamp) => State.running({ timestamp, data: [1] }));
    const kept = await states.bulkAppend(runId, [...given, ...many(1200).slice(5, 1205)].slice(0, 1000));
    expect(kept.slice(0, 3).map((state) => state.id)).toEqual(given.map((state) => state.id));
    const history = await states.history(runId);
    expect(history).toHaveLength(1001);
    expect(history.at(-1)?.json()).toBe(kept[0]?.json());
    expect((await states.current([runId])).get(runId)?.id).toBe(kept[0]?.id);
    await states.bulkAppend(runId, [State.completed({ timestamp: at(-5) })]);
    expect((await states.current([runId])).get(runId)?.id).toBe(kept[0]?.id);
    expect(await states.bulkAppend(runId, [])).toEqual([]);
  });

  it('RunStates.bulkAppend() keeps nothing when one collides', async () => {
    const before = await database.current().reader.findOneByOrFail(FlowRunEntity, { id: runId });
    for (const last of [at(0), at(2)]) {
      const given = [...many(3), State.completed({ timestamp: last })];
      await expect(states.bulkAppend(runId, given)).rejects.toThrow(/unique/i);
      expect(await states.history(runId)).toHaveLength(1);
      expect(await database.current().reader.countBy(ArtifactEntity, {})).toBe(0);
    }
    expect(await database.current().reader.findOneByOrFail(FlowRunEntity, { id: runId })).toEqual(before);
    await expect(states.bulkAppend('00000000-0000-4000-8000-000000000000', many(1))).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('RunStates.current() reads the states of many runs, and knows no others', async () => {
    const other = await makeRun(State.completed({ data: { a: 1 } }));
    const ids = [
      runId,
      other,
      ...Array.from({ length: 40_000 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
    ];
    const current = await states.current(ids);
    expect([...current.keys()].sort()).toEqual([runId, other].sort());
    expect(current.get(other)).toMatchObject({ type: 'COMPLETED', data: { a: 1 } });
    expect((await states.current([])).size).toBe(0);
  });

  it('RunStates.countByState() counts runs by the state they are in', async () => {
    await makeRun(State.completed());
    await states.append(await makeRun(), State.completed());
    expect((await states.countByState()).toJSON()).toMatchObject({ COMPLETED: 2, PENDING: 1, RUNNING: 0 });
    expect((await new RunStates(database.current(), 'task_run').countByState()).toJSON().PENDING).toBe(0);
  });

  it('RunStates.append() keeps all of many at once, on Postgres through two pools', async () => {
    // two of one SQLite file in one process would wait for each other: its driver blocks the process
    const second = engine === 'postgres' ? await Database.open(database.url()) : database.current();
    const writers = [states, new RunStates(second, 'flow_run')];
    const kept = await Promise.all(
      Array.from({ length: 60 }, (_, i) => writers[i % 2]!.append(runId, State.running({ timestamp: at(i % 7) }))),
    );
    const history = await states.history(runId);
    expect(history.map(({ id }) => id).sort()).toEqual([history[0]!.id, ...kept.map(({ id }) => id)].sort());
    history.slice(1).forEach((state, i) => {
      expect(compareDateTimes(history[i]!.timestamp, state.timestamp)).toBeLessThan(0);
    });
    expect((await states.current([runId])).get(runId)?.id).toBe(history.at(-1)?.id);
    await second.close();
  }, 30_000);
});

describe("Database.over() a SQLite data source of one's own", () => {
  const folder = temporaryFolder();

  it("takes states in the caller's transactions only", async () => {
    const source = await new DataSource({
      type: 'better-sqlite3',
      database: `${folder}/own.db`,
      entities: [...ENTITIES],
      migrations: [...MIGRATIONS],
    }).initialize();
    await source.runMigrations();
    const database = await Database.over(source);
    const [flowId, runId] = [randomUUID(), randomUUID()];
    await source.query('INSERT INTO flow (id, name) VALUES (?, ?)', [flowId, 'f']);
    await source.query('INSERT INTO flow_run (id, name, flow_id) VALUES (?, ?, ?)', [runId, 'r', flowId]);
    const states = new RunStates(database, 'flow_run');
    await expect(states.append(runId, State.running())).rejects.toThrow(DatabaseUseError);
    await expect(states.append(runId, State.running())).rejects.toThrow('{ manager }');
    const kept = await source.transaction((manager) => states.append(runId, State.running(), { manager }));
    expect((await states.history(runId)).map((state) => state.json())).toEqual([kept.json()]);
    await source.destroy();
  });
});
