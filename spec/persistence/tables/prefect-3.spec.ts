/* What Prefect 3 keeps beside Prefect 2: labels, inputs of flow runs, lines that were logged. */
import { DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';

import { parseDateTime } from '../../../src/index.js';
import {
  Database,
  ENTITIES,
  FlowEntity,
  FlowRunEntity,
  FlowRunInputEntity,
  LogEntity,
  MIGRATIONS,
  MIGRATIONS_TABLE,
  Runs,
  RunSearch,
  RunStates,
  TaskRunEntity,
} from '../../../src/persistence/index.js';
import { emptyDatabases, ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const LABELLED = [FlowEntity, FlowRunEntity, TaskRunEntity] as const;

async function makeRuns(database: Database): Promise<{ readonly flowRun: string; readonly taskRun: string }> {
  const runs = new Runs(database);
  const { run } = await runs.createFlowRun(await newFlowRun(database));
  const task = { name: 't', flowRunId: run.id, taskKey: 't', dynamicKey: '0' };
  return { flowRun: run.id, taskRun: (await runs.createTaskRun(task)).run.id };
}

const inputOf = (flowRunId: string, key = 'keyset'): FlowRunInputEntity =>
  Object.assign(new FlowRunInputEntity(), { id: randomUUID(), flowRunId, key, value: '{"x": 1}', sender: null });

const logOf = (flowRunId: string | null, taskRunId: string | null): LogEntity => {
  const timestamp = parseDateTime('2026-11-27T20:01:53.722433Z')!;
  const line = { name: 'prefect.flow_runs', level: 20, message: 'Beginning', timestamp };
  return Object.assign(new LogEntity(), { id: randomUUID(), flowRunId, taskRunId, ...line });
};

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  const write = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => database.current().write(work);
  const countOf = (table: typeof LogEntity | typeof FlowRunInputEntity): Promise<number> =>
    database.current().reader.count(table);

  it.each(LABELLED)('labels are null until they are written, and come back as they are: %p', async (entity) => {
    await makeRuns(database.current());
    const [before] = await database.current().reader.find<FlowEntity | FlowRunEntity | TaskRunEntity>(entity);
    expect(before!.labels).toBeNull();
    const labels = { 'prefect.flow.id': 'a', n: 1.5, yes: true };
    await write((manager) =>
      manager.update<FlowEntity | FlowRunEntity | TaskRunEntity>(entity, before!.id, { labels }),
    );
    const [after] = await database.current().reader.find<FlowEntity | FlowRunEntity | TaskRunEntity>(entity);
    expect(after!.labels).toEqual(labels);
  });

  it('labels survive what Runs and RunStates write', async () => {
    const { flowRun } = await makeRuns(database.current());
    await write((manager) => manager.update(FlowRunEntity, flowRun, { labels: { a: 'b' } }));
    await new Runs(database.current()).updateFlowRun(flowRun, { name: 'renamed' });
    const found = await new RunSearch(database.current()).flowRun(flowRun);
    expect([found!.run.name, found!.run.labels]).toEqual(['renamed', { a: 'b' }]);
  });

  it('a line of a log comes back with its microseconds, and needs no run', async () => {
    const line = logOf(randomUUID(), null);
    await write((manager) => manager.insert(LogEntity, line));
    const [read] = await database.current().reader.find(LogEntity);
    expect(read).toMatchObject({ name: line.name, level: 20, message: 'Beginning', taskRunId: null });
    expect(read!.timestamp.toISO()).toBe(DateTime.fromISO('2026-11-27T20:01:53.722Z', { zone: 'utc' }).toISO());
    expect(read!.timestamp).toEqual(line.timestamp);
  });

  it('a flow run has one input of a key', async () => {
    const { flowRun } = await makeRuns(database.current());
    await write((manager) => manager.insert(FlowRunInputEntity, inputOf(flowRun)));
    await expect(write((manager) => manager.insert(FlowRunInputEntity, inputOf(flowRun)))).rejects.toThrow(/unique/i);
    await expect(write((manager) => manager.insert(FlowRunInputEntity, inputOf(randomUUID())))).rejects.toThrow(
      /foreign key/i,
    );
  });

  it('Runs.deleteFlowRun() and deleteTaskRun() delete inputs and lines too, and only those of their own', async () => {
    const { flowRun, taskRun } = await makeRuns(database.current());
    const runs = new Runs(database.current());
    const alone = (await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey: '0' })).run.id;
    const other = randomUUID();
    await write(async (manager) => {
      await manager.insert(FlowRunInputEntity, inputOf(flowRun));
      for (const line of [logOf(flowRun, null), logOf(flowRun, taskRun), logOf(null, alone), logOf(other, null)])
        await manager.insert(LogEntity, line);
    });
    await runs.deleteFlowRun(flowRun);
    expect([await countOf(FlowRunInputEntity), await countOf(LogEntity)]).toEqual([0, 2]);
    await runs.deleteTaskRun(alone);
    expect((await database.current().reader.find(LogEntity)).map(({ flowRunId }) => flowRunId)).toEqual([other]);
  });
});

describe.each(ENGINES)('a database that an earlier version of this package made, on %s', (engine) => {
  const create = emptyDatabases(engine);

  /** One with runs, from before there was anything of Prefect 3 in it. */
  async function makeEarlier(): Promise<{ readonly url: string; readonly flowRun: string }> {
    const url = await create();
    const database = await Database.open(url);
    const { flowRun } = await makeRuns(database);
    await database.close();
    const own = { entities: [...ENTITIES], migrations: [...MIGRATIONS], migrationsTableName: MIGRATIONS_TABLE };
    const source = await new DataSource(
      engine === 'sqlite'
        ? { type: 'better-sqlite3', database: url.slice('sqlite:'.length), ...own }
        : { type: 'postgres', url, ...own },
    ).initialize();
    // back to before the tables of Prefect 3
    for (let i = 4; i < MIGRATIONS.length; i += 1) await source.undoLastMigration();
    await expect(source.query('SELECT labels FROM flow_run')).rejects.toThrow('labels');
    await expect(source.query('SELECT id FROM log')).rejects.toThrow('log');
    await source.destroy();
    return { url, flowRun };
  }

  it('has the tables and columns when it is opened, and all that it held', async () => {
    const { url, flowRun } = await makeEarlier();
    const database = await Database.open(url);
    expect(await new RunStates(database, 'flow_run').history(flowRun)).toHaveLength(1);
    const found = await new RunSearch(database).flowRun(flowRun);
    expect(found!.run.labels).toBeNull();
    await database.write((manager) => manager.insert(LogEntity, logOf(flowRun, null)));
    await database.check();
    await database.close();
  });

  it('is read as it is by Database.openReadOnly(): what it has no column for is null', async () => {
    const { url, flowRun } = await makeEarlier();
    const database = await Database.openReadOnly(url);
    const search = new RunSearch(database);
    const found = await search.flowRun(flowRun);
    expect([found!.run.name, found!.run.labels, found!.state!.type]).toEqual(['r', null, 'PENDING']);
    expect((await search.flow(found!.run.flowId))!.labels).toBeNull();
    const pages: string[] = [];
    for await (const page of search.taskRunPages({})) pages.push(...page.map(({ run }) => run.name));
    expect(pages).toEqual(['t']);
    await database.close();
  });
});
