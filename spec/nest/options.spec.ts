/* How the module is told which database to use: by an address or by a data source, at once or when the application starts. */
import { type DynamicModule, type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';

import { State } from '../../src/index.js';
import {
  FLOW_RUN_STATES,
  PrefectStatesModule,
  type PrefectStatesOptions,
  type PrefectStatesOptionsFactory,
  TASK_RUN_STATES,
} from '../../src/nest/index.js';
import {
  Database,
  type Engine,
  ENTITIES,
  MIGRATIONS,
  POSTGRES_SESSION,
  POSTGRES_TYPES,
  Runs,
  RunSearch,
  type RunStates,
} from '../../src/persistence/index.js';
import { ANY_STATE, type OrchestrationRule } from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';
import { emptyDatabases, temporaryFolder } from '../support/database.js';
import { newFlowRun } from '../support/runs.js';

/** An entity of the application's own. */
@Entity('order')
class Order {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  runId!: string;
}

const folder = temporaryFolder();
const file = (name: string): string => `sqlite:${join(folder, name)}.db`;

let app: INestApplicationContext | null = null;
async function start(...imports: DynamicModule[]): Promise<INestApplicationContext> {
  @Module({ imports })
  class AppModule {}
  app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  return app;
}
afterEach(async () => {
  await app?.close();
  app = null;
});

/** Makes a run through what the application injects, and brings it into a second state. */
async function makeRun(): Promise<{ runId: string; kept: State }> {
  const { run } = await app!.get(Runs).createFlowRun(await newFlowRun(app!.get(Database)));
  const kept = await app!.get<RunStates>(FLOW_RUN_STATES).append(run.id, State.running());
  return { runId: run.id, kept };
}
const history = (runId: string): Promise<State[]> => app!.get<RunStates>(FLOW_RUN_STATES).history(runId);

@Injectable()
class Settings implements PrefectStatesOptionsFactory {
  createPrefectStatesOptions(): Promise<PrefectStatesOptions> {
    return Promise.resolve({ url: file('settings') });
  }
}
@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe('PrefectStatesModule.forRootAsync()', () => {
  it.each<[string, () => DynamicModule]>([
    ['a factory', () => PrefectStatesModule.forRootAsync({ useFactory: () => ({ url: file('factory') }) })],
    [
      'a factory that is given what it asks for',
      () =>
        PrefectStatesModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: (settings: Settings) => settings.createPrefectStatesOptions(),
        }),
    ],
    ['a class', () => PrefectStatesModule.forRootAsync({ useClass: Settings })],
    [
      'a provider of another module',
      () => PrefectStatesModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    ],
  ])('takes the address from %s', async (_what, options) => {
    await start(options());
    const { runId, kept } = await makeRun();
    expect((await history(runId))[1]!.equals(kept)).toBe(true);
  });

  it('gives only its own module what it has, when it is told so', () => {
    const inner = PrefectStatesModule.forRootAsync({ useFactory: () => ({ url: file('inner') }), isGlobal: false });
    expect(inner.global).toBe(false);
    expect(PrefectStatesModule.forRoot().global).toBe(true);
  });
});

describe('the option stateClass', () => {
  it('says as which class all that is injected answers', async () => {
    await start(PrefectStatesModule.forRoot({ url: file('class'), stateClass: v3.State }));
    const { runId, kept } = await makeRun();
    const found = await app!.get(RunSearch).flowRun(runId);
    const first = await app!.get(Runs).createTaskRun({ name: 't', taskKey: 't', dynamicKey: '0' });
    const ofTasks = await app!.get<RunStates>(TASK_RUN_STATES).history(first.run.id);
    for (const state of [kept, found!.state, first.state, ...ofTasks, ...(await history(runId))])
      expect(state).toBeInstanceOf(v3.State);
  });
});

describe('the option policies', () => {
  const quiet: OrchestrationRule = {
    name: 'Quiet',
    summary: 'Nothing runs',
    from: ANY_STATE,
    to: ['RUNNING'],
    before(transition) {
      transition.abort('not now');
    },
  };
  const autonomousTaskRuns = [{ ...quiet, to: ['SCHEDULED'] as const }];

  it.each<[string, () => DynamicModule]>([
    [
      'at once',
      () => PrefectStatesModule.forRoot({ url: file('rules'), policies: { flowRuns: [quiet], autonomousTaskRuns } }),
    ],
    [
      'when the application starts',
      () =>
        PrefectStatesModule.forRootAsync({
          useFactory: () => ({ url: file('rules'), policies: { flowRuns: [quiet], autonomousTaskRuns } }),
        }),
    ],
  ])('gives the rules that proposed states go by, %s', async (_when, options) => {
    await start(options());
    const { run } = await app!.get(Runs).createFlowRun(await newFlowRun(app!.get(Database)));
    const decision = await app!.get<RunStates>(FLOW_RUN_STATES).propose(run.id, State.running());
    expect(decision).toMatchObject({ status: 'ABORT', details: { reason: 'not now' } });
    const task = { name: 't', taskKey: 't', dynamicKey: randomUUID(), flowRunId: null };
    expect((await app!.get(Runs).createTaskRun(task, State.scheduled())).state).toBeNull();
    const tasks = app!.get<RunStates>(TASK_RUN_STATES);
    const { run: pending } = await app!.get(Runs).createTaskRun({ ...task, dynamicKey: randomUUID() });
    expect(await tasks.propose(pending.id, State.scheduled())).toMatchObject({ status: 'ABORT' });
  });
});

describe("PrefectStatesModule beside the application's own TypeOrmModule", () => {
  it.each<Engine>(['sqlite', 'postgres'])('keeps its tables, and leaves the other its own: %s', async (engine) => {
    const url = engine === 'sqlite' ? file('beside') : await postgres();
    await start(
      TypeOrmModule.forRoot({ type: 'better-sqlite3', database: ':memory:', entities: [Order], synchronize: true }),
      PrefectStatesModule.forRoot({ url }),
      TypeOrmModule.forFeature([Order]),
    );
    const { runId, kept } = await makeRun();
    const own = app!.get<DataSource>(getDataSourceToken());
    await own.manager.save(Object.assign(new Order(), { id: '1', runId }));
    expect(own.entityMetadatas.map(({ tableName }) => tableName)).toEqual(['order']);
    expect(await own.manager.find(Order)).toEqual([{ id: '1', runId }]);
    expect(app!.get(Database).reader.dataSource.hasMetadata(Order)).toBe(false);
    expect((await history(runId)).map((state) => state.json())[1]).toBe(kept.json());
  });
});

const postgres = emptyDatabases('postgres');

const own = { entities: [...ENTITIES, Order], migrations: [...MIGRATIONS], migrationsRun: true };
// the table in which `Database.open` notes what it has done
const MADE_BY_US = 'prefect_states_migration';
const overOwn = (): DynamicModule =>
  PrefectStatesModule.forRootAsync({
    inject: [DataSource],
    useFactory: (dataSource: DataSource) => ({ dataSource }),
  });

describe("PrefectStatesModule over the application's own data source", () => {
  it('writes in transactions of its own and of the application, on Postgres', async () => {
    const extra = { types: POSTGRES_TYPES, options: POSTGRES_SESSION };
    await start(TypeOrmModule.forRoot({ type: 'postgres', url: await postgres(), extra, ...own }), overOwn());
    const source = app!.get(DataSource);
    await source.query('CREATE TABLE "order" (id text PRIMARY KEY, "runId" text)');
    const { runId, kept } = await makeRun();
    const states = app!.get<RunStates>(FLOW_RUN_STATES);
    const failing = source.transaction(async (manager) => {
      await manager.save(Object.assign(new Order(), { id: '1', runId }));
      await states.append(runId, State.completed(), { manager });
      throw new Error('the application has changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect((await history(runId)).map(({ type }) => type)).toEqual(['PENDING', 'RUNNING']);
    await source.transaction(async (manager) => {
      await manager.save(Object.assign(new Order(), { id: '1', runId }));
      await states.append(runId, State.completed(), { manager });
    });
    const after = await history(runId);
    expect(after.map(({ type }) => type)).toEqual(['PENDING', 'RUNNING', 'COMPLETED']);
    expect(after[1]!.json()).toBe(kept.json());
    expect(await source.manager.count(Order)).toBe(1);
  });

  it("writes in the application's transactions only, on SQLite", async () => {
    const url = file('over');
    await start(PrefectStatesModule.forRoot({ url }));
    const { runId } = await makeRun();
    await app!.close();

    const database = url.slice('sqlite:'.length);
    await start(
      TypeOrmModule.forRoot({ type: 'better-sqlite3', database, ...own, migrationsTableName: MADE_BY_US }),
      overOwn(),
    );
    const states = app!.get<RunStates>(FLOW_RUN_STATES);
    const source = app!.get(DataSource);
    await expect(states.append(runId, State.completed())).rejects.toThrow('pass { manager }');
    const kept = await source.transaction((manager) => states.append(runId, State.completed(), { manager }));
    expect((await history(runId)).at(-1)!.json()).toBe(kept.json());
  });

  it('leaves it open for the application to close', async () => {
    const source = await new DataSource({ type: 'better-sqlite3', database: ':memory:', ...own }).initialize();
    const context = await start(PrefectStatesModule.forRoot({ dataSource: source }));
    expect(await history('00000000-0000-4000-8000-000000000000')).toEqual([]);
    await context.close();
    expect(source.isInitialized).toBe(true);
    await source.destroy();
  });
});

describe('PrefectStatesModule does not start', () => {
  it.each<[string, () => Promise<PrefectStatesOptions>, string]>([
    [
      'on an address and a data source at once',
      () =>
        Promise.resolve({
          url: file('both'),
          dataSource: new DataSource({ type: 'better-sqlite3', database: ':memory:' }),
        }),
      'url or dataSource, not both',
    ],
    [
      'on a data source that is not open',
      () => Promise.resolve({ dataSource: new DataSource({ type: 'better-sqlite3', database: ':memory:', ...own }) }),
      'call initialize() before',
    ],
    [
      'on a data source without the entities',
      async () => ({
        dataSource: await new DataSource({
          type: 'better-sqlite3',
          database: ':memory:',
          entities: [Order],
        }).initialize(),
      }),
      'does not know FlowEntity, FlowRunEntity, ',
    ],
    [
      'on a Postgres pool that cuts microseconds',
      async () => {
        pool = await new DataSource({ type: 'postgres', url: await postgres(), ...own }).initialize();
        return { dataSource: pool };
      },
      'extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION }',
    ],
    ['on an address that is none', () => Promise.resolve({ url: 'nope:' }), 'it must be sqlite:PATH'],
  ])('%s', async (_what, options, message) => {
    await expect(start(PrefectStatesModule.forRootAsync({ useFactory: options }))).rejects.toThrow(message);
  });

  let pool: DataSource | null = null;
  afterEach(async () => {
    await pool?.destroy();
    pool = null;
  });
});
