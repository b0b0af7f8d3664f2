import { randomUUID } from 'node:crypto';
import { type DateTime } from 'luxon';
import { type EntityManager, type EntityTarget } from 'typeorm';

import {
  addMicroseconds,
  compareDateTimes,
  inUtc,
  type Issue,
  type JsonValue,
  now,
  State,
  ValidationError,
} from '../index.js';
import { ArtifactEntity } from './artifact.entity.js';
import { type Database } from './database.js';
import { ObjectNotFoundError } from './errors.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { type RunEntity } from './run.entity.js';
import { insertRow } from './insert-row.js';
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
   * order. `stateDetails` gets the ids of the run.
   *
   * @param manager - the caller's transaction; left out, one of its own
   * @returns the state as it was kept, and as every read gives it
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} for a text that the database cannot hold
   */
  append(runId: string, state: State, manager?: EntityManager): Promise<State> {
    if (manager !== undefined) return this.#append(runId, state, manager);
    return this.#database.write((own) => this.#append(runId, state, own));
  }

  /**
   * Reads one state, with its data.
   *
   * @returns null when there is none with the id
   */
  async find(stateId: string): Promise<State | null> {
    const row = await this.#database.reader.findOne(this.#tables.state, {
      where: { id: stateId },
      relations: { artifact: true },
    });
    return row?.asState() ?? null;
  }

  /** Reads all states of a run, the oldest first, with their data; none for a run that there is not. */
  async history(runId: string): Promise<State[]> {
    const rows = await this.#database.reader.find(this.#tables.state, {
      where: { runId },
      relations: { artifact: true },
      order: { timestamp: 'ASC' },
    });
    return rows.map((row) => row.asState());
  }

  async #append(runId: string, proposed: State, manager: EntityManager): Promise<State> {
    refuseUnwritable(proposed);
    const run = await manager.findOneBy(this.#tables.run, { id: runId });
    if (run === null) throw ObjectNotFoundError.of(this.#tables.title, runId);

    const state = proposed.copy({ deep: true, update: { timestamp: timestampAfter(run, proposed) } });
    Object.assign(state.stateDetails, runIdsOf(run));
    const { artifact, data } = splitData(state.toJSON().data ?? null);
    const row = this.#rowOf(run, state);
    if (artifact !== null) {
      row.resultArtifactId = artifact.id;
      await insertRow(manager, Object.assign(artifact, runIdsOf(run)));
    }
    await insertRow(manager, row);
    await manager.update(this.#tables.run, runId, {
      stateId: row.id,
      stateType: row.type,
      stateName: row.name,
      stateTimestamp: row.timestamp,
      updated: now(),
    });
    return row.asState({ withData: data });
  }

  #rowOf(run: RunEntity, { id, type, name, timestamp, message, stateDetails }: State): RunStateEntity {
    const row = new this.#tables.state();
    return Object.assign(row, { id, type, name, timestamp, message, stateDetails, runId: run.id });
  }
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

/** A lone surrogate is no character: UTF-8 has no bytes for it, and the database would keep another text in its place. */
function refuseUnwritable(state: State): void {
  const issues = (['name', 'message'] as const)
    .filter((field) => state[field]?.isWellFormed() === false)
    .map((field): Issue => ({
      loc: [field],
      msg: 'the text has a lone surrogate, which UTF-8 cannot hold',
      type: 'value_error',
    }));
  if (issues.length > 0) throw ValidationError.of(State, issues);
}
