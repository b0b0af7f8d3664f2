import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';

import { type RunPage } from '../../api/index.js';
import { type CountByState, type State } from '../../index.js';
import { bytesIn, groupsOf, type Sized } from '../states/by-bytes.js';
import { countByState } from './count.js';
import { lookFor } from './few.js';
import {
  type FlowFilter,
  type FlowRunFilter,
  type GivenFlowFilter,
  type GivenRunFilter,
  QueryGiven,
  type TaskRunFilter,
} from './filters.js';
import { FlowPageGiven, type FlowPage, flowsMatching, NameGiven, readFlows } from './flows.js';
import { type Database } from '../database.js';
import { FlowEntity } from '../tables/flow.entity.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { type StateReadOptions, idOf, read } from '../given.js';
import { type RunEntity } from '../tables/run.entity.js';
import { type AnyRunEntity } from '../tables/run-tables.js';
import { RunStates } from '../states/run-states.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';
import { isHeld } from '../tables/rows.js';
import { allOf, type Matching, matching, paged, PageGiven, typesOf } from './page.js';
import { Where } from './where.js';

/** A run, and the state it is in; null for none. */
export interface FoundRun<R extends AnyRunEntity, S extends State = State> {
  readonly run: R;
  readonly state: S | null;
}

/** Which runs are looked for: those of flows, with flow runs and task runs, that match. What is left out, or null, asks for nothing. */
export interface RunQuery {
  readonly flows?: FlowFilter | null;
  readonly flowRuns?: FlowRunFilter | null;
  readonly taskRuns?: TaskRunFilter | null;
}

/**
 * Finds flows and runs. It reads only. What makes no sense, such as an id that is no UUID, an order that is none, or a limit below
 * 0, is a {@link ValidationError} before the database is asked.
 */
export class RunSearch<S extends State = State> {
  readonly #database: Database;
  readonly #flowRunStates: RunStates<S>;
  readonly #taskRunStates: RunStates<S>;

  /** @param options - the class of the states that runs are in */
  constructor(database: Database, options: StateReadOptions<S> = {}) {
    this.#database = database;
    this.#flowRunStates = new RunStates(database, 'flow_run', options);
    this.#taskRunStates = new RunStates(database, 'task_run', options);
  }

  /** @returns null when there is no such flow */
  async flow(id: string): Promise<FlowEntity | null> {
    return this.#database.reader.findOneBy(FlowEntity, { id: idOf(RunSearch, id) });
  }

  /** @returns null when there is no flow of the name */
  async flowByName(name: string): Promise<FlowEntity | null> {
    const asked = read(RunSearch, NameGiven, { name });
    if (!isHeld(asked.name, this.#database.dialect)) return null;
    return this.#database.reader.findOneBy(FlowEntity, { name: asked.name });
  }

  /** Reads flows: those that match, with flow runs and task runs that match. */
  async flows(query: RunQuery, page: FlowPage = {}): Promise<FlowEntity[]> {
    return readFlows(this.#database, read(RunSearch, QueryGiven, query), read(RunSearch, FlowPageGiven, page));
  }

  async countFlows(query: RunQuery): Promise<number> {
    return flowsMatching(this.#database, read(RunSearch, QueryGiven, query)).getCount();
  }

  /** @returns null when there is no such flow run */
  async flowRun(id: string): Promise<FoundRun<FlowRunEntity, S> | null> {
    const [found] = await this.flowRuns({ flowRuns: { id: { any: [idOf(RunSearch, id)] } } });
    return found ?? null;
  }

  /** @returns null when there is no such task run */
  async taskRun(id: string): Promise<FoundRun<TaskRunEntity, S> | null> {
    const [found] = await this.taskRuns({ taskRuns: { id: { any: [idOf(RunSearch, id)] } } });
    return found ?? null;
  }

  /** Reads flow runs with the states that they are in. */
  async flowRuns(query: RunQuery, page: RunPage = {}): Promise<FoundRun<FlowRunEntity, S>[]> {
    return this.#page(this.#flowRuns(query), this.#flowRunStates, page);
  }

  /** Reads task runs with the states that they are in. */
  async taskRuns(query: RunQuery, page: RunPage = {}): Promise<FoundRun<TaskRunEntity, S>[]> {
    return this.#page(this.#taskRuns(query), this.#taskRunStates, page);
  }

  /**
   * Reads flow runs as `flowRuns` does, about 256 kB at a time; a run may have moved since it was found.
   *
   * @returns the pages
   */
  flowRunPages(query: RunQuery, page: RunPage = {}): AsyncGenerator<FoundRun<FlowRunEntity, S>[], void, undefined> {
    return this.#pages(this.#flowRuns(query), this.#flowRunStates, page);
  }

  /**
   * Reads task runs as `taskRuns` does, about 256 kB at a time; a run may have moved since it was found.
   *
   * @returns the pages
   */
  taskRunPages(query: RunQuery, page: RunPage = {}): AsyncGenerator<FoundRun<TaskRunEntity, S>[], void, undefined> {
    return this.#pages(this.#taskRuns(query), this.#taskRunStates, page);
  }

  async countFlowRuns(query: RunQuery): Promise<number> {
    return (await this.#all(this.#flowRuns(query))).getCount();
  }

  async countTaskRuns(query: RunQuery): Promise<number> {
    return (await this.#all(this.#taskRuns(query))).getCount();
  }

  /** Counts flow runs by the type of the state that they are in; a run in no state is not counted. */
  async countFlowRunsByState(query: RunQuery): Promise<CountByState> {
    return countByState(await this.#all(this.#flowRuns(query)));
  }

  /** Counts task runs by the type of the state that they are in; a run in no state is not counted. */
  async countTaskRunsByState(query: RunQuery): Promise<CountByState> {
    return countByState(await this.#all(this.#taskRuns(query)));
  }

  async #page<R extends AnyRunEntity>(
    find: Finding<R>,
    states: RunStates<S>,
    page: RunPage,
  ): Promise<FoundRun<R, S>[]> {
    const asked = read(RunSearch, PageGiven, page);
    return withStates(await (await paged(this.#database.reader, await find(), asked)).getMany(), states);
  }

  async *#pages<R extends AnyRunEntity>(
    find: Finding<R>,
    states: RunStates<S>,
    page: RunPage,
  ): AsyncGenerator<FoundRun<R, S>[], void, undefined> {
    const { reader, dialect } = this.#database;
    const asked = read(RunSearch, PageGiven, page);
    const matching = await find();
    const { table } = matching;
    const { tableName, columns } = reader.dataSource.getMetadata(table);
    const sizes = [
      ...columns.filter((column) => !column.isVirtualProperty).map(({ databaseName }) => `run.${databaseName}`),
      ...['state.message', 'state.state_details', 'state.data', 'artifact.data'],
    ];
    const builder = await paged(reader, matching, asked);
    const found = await builder
      .leftJoin(`${tableName}_state`, 'state', 'state.id = run.state_id')
      .leftJoin('artifact', 'artifact', 'artifact.id = state.result_artifact_id')
      .select('run.id', 'id')
      .addSelect(bytesIn(dialect, sizes), 'bytes')
      .getRawMany<Sized & { readonly id: string }>();
    const groups = [...groupsOf(found)].map((group) => group.map(({ id }) => id));
    // none of them is held here while the reader is busy with it
    while (groups.length > 0) yield await this.#read(table, groups.shift()!, states);
  }

  /** Reads runs in the order of their ids; one that was deleted since is left out. */
  async #read<R extends AnyRunEntity>(
    table: new () => R,
    ids: readonly string[],
    states: RunStates<S>,
  ): Promise<FoundRun<R, S>[]> {
    const runs = await this.#database.reader.findBy<RunEntity>(table, { id: In(ids) });
    const byId = new Map(runs.map((run) => [run.id, run as R]));
    return withStates(
      ids.flatMap((id) => byId.get(id) ?? []),
      states,
    );
  }

  /** @source prefect 2.20.25, server/models/flow_runs.py, `_apply_flow_run_filters` */
  #flowRuns(query: RunQuery): Finding<FlowRunEntity> {
    const { flows, flowRuns, taskRuns } = read(RunSearch, QueryGiven, query);
    return async () => {
      const { reader, dialect } = this.#database;
      const where = new Where(dialect);
      const ofFlow = flows === null ? null : await ofFlows(reader, where, flows);
      const types = typesOf(flowRuns);
      const conditions = [
        flowRuns === null ? null : where.flowRun('run', flowRuns),
        ofFlow && `run.${ofFlow}`,
        taskRuns === null
          ? null
          : `EXISTS (SELECT 1 FROM task_run task WHERE task.flow_run_id = run.id AND ${where.taskRun('task', taskRuns)})`,
      ];
      const among = await this.#among(where, 'flow_run', flowRuns);
      // of all types, an index has those of a flow in an order
      if (ofFlow !== null && types !== null)
        among.unshift(dialect.idsWhere('flow_run', `${ofFlow} AND ${where.ofTypes('state_type', types)}`, ':look'));
      return { table: FlowRunEntity, ...matching(conditions, where), types, among };
    };
  }

  /** @source prefect 2.20.25, server/models/task_runs.py, `_apply_task_run_filters` */
  #taskRuns(query: RunQuery): Finding<TaskRunEntity> {
    const { flows, flowRuns, taskRuns } = read(RunSearch, QueryGiven, query);
    return async () => {
      const { reader, dialect } = this.#database;
      const where = new Where(dialect);
      const ofFlow = flows === null ? null : await ofFlows(reader, where, flows);
      const ofFlowRun = [
        flowRuns === null ? null : where.flowRun('parent', flowRuns),
        ofFlow && `parent.${ofFlow}`,
      ].filter((condition) => condition !== null);
      const conditions = [
        taskRuns === null ? null : where.taskRun('run', taskRuns),
        flowRuns === null ? null : where.ofFlowRuns('run', flowRuns),
        ofFlowRun.length === 0
          ? null
          : `EXISTS (SELECT 1 FROM flow_run parent WHERE parent.id = run.flow_run_id AND ${ofFlowRun.join(' AND ')})`,
      ];
      const among = await this.#among(where, 'task_run', taskRuns);
      if (ofFlow !== null) {
        const parents = await lookFor(reader, `SELECT id FROM flow_run WHERE ${ofFlow} LIMIT :look`, where.parameters);
        if (parents !== null) among.unshift(where.taskRunsOf(parents));
      }
      return { table: TaskRunEntity, ...matching(conditions, where), types: typesOf(taskRuns), among };
    };
  }

  async #among(where: Where, table: string, asked: GivenRunFilter | null): Promise<string[]> {
    if (asked === null) return [];
    const { reader, dialect } = this.#database;
    // another program may have made the table of runs again, without what keeps its tags
    return where.among(table, asked, { hasTagTable: asked.tags !== null && (await dialect.hasTagTable(reader)) });
  }

  async #all<R extends AnyRunEntity>(find: Finding<R>): Promise<SelectQueryBuilder<R>> {
    return allOf(this.#database.reader, await find());
  }
}

/** Finds out what matches; what is asked makes sense. */
type Finding<R extends AnyRunEntity> = () => Promise<Matching<R>>;

/** A condition of flow runs: they are of flows that match. There are few flows, so that these are found first. */
async function ofFlows(reader: EntityManager, where: Where, flows: GivenFlowFilter): Promise<string> {
  const condition = where.flow('flow', flows);
  const select = `SELECT flow.id AS id FROM flow WHERE ${condition}`;
  const found = await lookFor(reader, `${select} LIMIT :look`, where.parameters);
  return found === null ? `flow_id IN (${select})` : where.ofFlows('flow_id', found);
}

async function withStates<R extends AnyRunEntity, S extends State>(
  runs: readonly R[],
  states: RunStates<S>,
): Promise<FoundRun<R, S>[]> {
  const current = await states.current(runs.map(({ id }) => id));
  return runs.map((run) => ({ run, state: current.get(run.id) ?? null }));
}
