import { randomUUID } from 'node:crypto';
import { type DateTime } from 'luxon';
import { type EntityManager, type EntityTarget, LessThan, MoreThan } from 'typeorm';

import {
  addMicroseconds,
  compareDateTimes,
  CountByState,
  inUtc,
  type JsonValue,
  now,
  State,
  type StateType,
} from '../index.js';
import { ArtifactEntity } from './artifact.entity.js';
import { type Database, engineOf } from './database.js';
import { ObjectNotFoundError } from './errors.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { type RunEntity } from './run.entity.js';
import { insertRows, refuseUnwritable } from './insert-row.js';
import { type RunStateEntity } from './run-state.entity.js';
import { TaskRunEntity } from './task-run.entity.js';
import { TaskRunStateEntity } from './task-run-state.entity.js';

/** The two sorts of runs, which have tables of their own for the same thing. */
export type RunKind = 'flow_run' | 'task_run';

interface Tables {
  readonly title: string;
  readonly run: EntityTarget<RunEntity>;
  readonly state: new () => RunStateEntity;
}

const TABLES: Readonly<Record<RunKind, Tables>> = {
  flow_run: { title: 'Flow run', run: FlowRunEntity, state: FlowRunStateEntity },
  task_run: { title: 'Task run', run: TaskRunEntity, state: TaskRunStateEntity },
};

/** How something is written, or read, as part of something larger. */
export interface WriteOptions {
  /** The caller's transaction; left out, one of its own. */
  readonly manager?: EntityManager;
}

/** Which part of a history is read. */
export interface HistoryOptions {
  /** @defaultValue 'oldest' */
  readonly order?: 'newest' | 'oldest';
  /** The most states to read; left out, all. */
  readonly limit?: number;
  /** The time of the last state of the page before; what comes behind it, in the order asked for, is read. */
  readonly after?: DateTime;
  /** Whether `data` is read too. @defaultValue true */
  readonly withData?: boolean;
}

/**
 * The states of runs, kept. A state is appended and never changed; the run's row says which one is its current.
 */
export class RunStates {
  readonly #database: Database;
  readonly #tables: Tables;

  constructor(database: Database, kind: RunKind) {
    this.#database = database;
    this.#tables = TABLES[kind];
  }

  /**
   * Brings a run into a state, and keeps it.
   *
   * A state that is not later than the run's current one is kept one microsecond after it, so that the history stays in
   * order. `stateDetails` gets the ids of the run. The run's row is locked until the transaction ends.
   *
   * @returns the state as it was kept, and as every read gives it
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} for a text that the database cannot hold
   */
  append(runId: string, state: State, options: WriteOptions = {}): Promise<State> {
    return this.#write(options, async (manager) => {
      const run = await this.#lock(manager, runId);
      const [kept] = await this.#insert(manager, run, [state], (each) => timestampAfter(run, each));
      return kept!;
    });
  }

  /**
   * Keeps states that have been, each at its own time; the run's current state moves only to a later one. All are kept,
   * or none.
   *
   * @returns the states as they were kept, in the order given
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws the database's own error, when the run has a state at the time of one of them, or two have the same
   */
  bulkAppend(runId: string, states: readonly State[], options: WriteOptions = {}): Promise<State[]> {
    return this.#write(options, async (manager) => {
      const run = await this.#lock(manager, runId);
      return this.#insert(manager, run, states, (each) => inUtc(each.timestamp));
    });
  }

  /**
   * Reads one state, with its data.
   *
   * @returns null when there is none with the id
   */
  async find(stateId: string, { manager = this.#database.reader }: WriteOptions = {}): Promise<State | null> {
    const row = await manager.findOne(this.#tables.state, { where: { id: stateId }, relations: { artifact: true } });
    return row?.asState() ?? null;
  }

  /** Reads the states of a run, the oldest first unless asked otherwise; none for a run that there is not. */
  async history(
    runId: string,
    { order = 'oldest', limit, after, withData = true }: HistoryOptions = {},
  ): Promise<State[]> {
    const beyond = order === 'oldest' ? MoreThan : LessThan;
    const rows = await this.#database.reader.find(this.#tables.state, {
      where: { runId, ...(after === undefined ? {} : { timestamp: beyond(after) }) },
      relations: { artifact: withData },
      order: { timestamp: order === 'oldest' ? 'ASC' : 'DESC' },
      ...(limit === undefined ? {} : { take: limit }),
    });
    return rows.map((row) => row.asState());
  }

  /**
   * Reads the current states of many runs in one query, with their data.
   *
   * @returns by the ids of the runs; a run that there is not, or that is in no state, is not in it
   */
  async current(runIds: readonly string[]): Promise<Map<string, State>> {
    const { reader, engine } = this.#database;
    const runTable = reader.dataSource.getMetadata(this.#tables.run).tableName;
    const isOneOf = engine === 'postgres' ? '= ANY(:ids)' : 'IN (SELECT value FROM json_each(:ids))';
    // one parameter for all ids: an engine takes only so many
    const ids = engine === 'postgres' ? runIds : JSON.stringify(runIds);
    const rows = await reader
      .createQueryBuilder(this.#tables.state, 'state')
      .leftJoinAndSelect('state.artifact', 'artifact')
      .where(`state.id IN (SELECT run.state_id FROM ${runTable} run WHERE run.id ${isOneOf})`, { ids })
      .getMany();
    return new Map(rows.map((row) => [row.runId, row.asState()]));
  }

  /** Counts the runs by the type of their current state; a run in no state is not counted. */
  async countByState(): Promise<CountByState> {
    const rows = await this.#database.reader
      .createQueryBuilder(this.#tables.run, 'run')
      .select('run.stateType', 'type')
      .addSelect('COUNT(*)', 'count')
      .where('run.stateType IS NOT NULL')
      .groupBy('run.stateType')
      .getRawMany<{ type: StateType; count: string | number }>();
    return new CountByState(Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)])));
  }

  #write<T>({ manager }: WriteOptions, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return manager === undefined ? this.#database.write(work) : work(manager);
  }

  /** The run as it stands, held until the transaction ends. SQLite has one writer at a time, and no locks of rows. */
  async #lock(manager: EntityManager, id: string): Promise<RunEntity> {
    const lock = engineOf(manager) === 'postgres' ? ({ mode: 'pessimistic_write' } as const) : undefined;
    const run = await manager.findOne(this.#tables.run, { where: { id }, lock });
    if (run === null) throw ObjectNotFoundError.of(this.#tables.title, id);
    return run;
  }

  async #insert(
    manager: EntityManager,
    run: RunEntity,
    states: readonly State[],
    timestampOf: (state: State) => DateTime,
  ): Promise<State[]> {
    const made = states.map((state) => this.#rowOf(run, state, timestampOf(state)));
    for (const { row, artifact } of made) {
      refuseUnwritable(manager, row, { model: State });
      if (artifact !== null) refuseUnwritable(manager, artifact, { model: State, nameOf: artifactField });
    }
    for (const chunk of chunksOf(made)) {
      await insertRows(
        manager,
        chunk.flatMap(({ artifact }) => artifact ?? []),
      );
      await insertRows(
        manager,
        chunk.map(({ row }) => row),
      );
    }
    await this.#moveTo(manager, run, latestOf(made.map(({ row }) => row)));
    return made.map(({ row, data }) => row.asState({ withData: data }));
  }

  async #moveTo(manager: EntityManager, run: RunEntity, row: RunStateEntity | null): Promise<void> {
    const { stateTimestamp: current } = run;
    if (row === null || (current !== null && compareDateTimes(row.timestamp, current) <= 0)) return;
    const { id: stateId, type: stateType, name: stateName, timestamp: stateTimestamp } = row;
    await manager.update(this.#tables.run, run.id, { stateId, stateType, stateName, stateTimestamp, updated: now() });
  }

  #rowOf(run: RunEntity, given: State, timestamp: DateTime): MadeRow {
    const state = given.copy({ deep: true, update: { timestamp } });
    Object.assign(state.stateDetails, runIdsOf(run));
    const { artifact, data } = splitData(state.toJSON().data ?? null);
    if (artifact !== null) Object.assign(artifact, runIdsOf(run));
    const { id, type, name, message, stateDetails } = state;
    const fields = { id, type, name, timestamp, message, stateDetails, runId: run.id };
    const resultArtifactId = artifact?.id ?? null;
    return { row: Object.assign(new this.#tables.state(), fields, { resultArtifactId }), artifact, data };
  }
}

interface MadeRow {
  readonly row: RunStateEntity;
  readonly artifact: ArtifactEntity | null;
  readonly data: JsonValue;
}

/** Rows a statement: an engine takes only so many parameters. */
const CHUNK = 500;

function* chunksOf<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let i = 0; i < items.length; i += CHUNK) yield items.slice(i, i + CHUNK);
}

function latestOf(rows: readonly RunStateEntity[]): RunStateEntity | null {
  return rows.reduce<RunStateEntity | null>(
    (latest, row) => (latest === null || compareDateTimes(row.timestamp, latest.timestamp) > 0 ? row : latest),
    null,
  );
}

function artifactField(column: string): string[] {
  return ['data', `artifact_${column}`];
}

/** The state's own time, in UTC as it will be read, unless the run has come so far already. */
function timestampAfter(run: RunEntity, state: State): DateTime {
  const current = run.stateTimestamp;
  if (current === null || compareDateTimes(state.timestamp, current) > 0) return inUtc(state.timestamp);
  return addMicroseconds(current, 1);
}

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails` */
function runIdsOf(run: RunEntity): { readonly flowRunId: string | null; readonly taskRunId: string | null } {
  if (run instanceof TaskRunEntity) return { flowRunId: run.flowRunId, taskRunId: run.id };
  return { flowRunId: run.id, taskRunId: null };
}

/**
 * Takes from a result what describes its artifact. A result that was not persisted has no artifact.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `_validate_proposed_state`; schemas/core.py, `Artifact.from_result`
 */
function splitData(given: JsonValue): { readonly artifact: ArtifactEntity | null; readonly data: JsonValue } {
  if (given === null) return { artifact: null, data: given };
  if (typeof given !== 'object' || Array.isArray(given)) return { artifact: artifactOf(given), data: given };
  if (given.type === 'unpersisted') return { artifact: null, data: given };
  const { artifact_key: key, artifact_type: type, artifact_description: description, ...data } = given;
  const facts = { key: textOrNull(key), type: textOrNull(type), description: textOrNull(description) };
  return { artifact: Object.assign(artifactOf(data), facts), data };
}

function artifactOf(data: JsonValue): ArtifactEntity {
  return Object.assign(new ArtifactEntity(), { id: randomUUID(), data });
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
