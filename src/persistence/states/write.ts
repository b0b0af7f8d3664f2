/* A state becomes a row of its table, and its data one of `artifact`. */
import { randomUUID } from 'node:crypto';
import { type EntityManager } from 'typeorm';

import { OUT_OF_RANGE, timeFault } from '../../api/index.js';
import { type JsonValue, type State, type StateClass, toUtcDateTime, ValidationError } from '../../index.js';
import { said } from '../../inner.js';
import { ArtifactEntity } from '../tables/artifact.entity.js';
import { refuseUnwritable } from '../tables/insert-row.js';
import { type RunStateEntity } from '../tables/run-state.entity.js';
import { refuseLost } from './refuse-lost.js';
import { type AnyRunEntity, type RunTables } from '../tables/run-tables.js';
import { insertRows } from '../tables/rows.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';

/**
 * Keeps states of a run, each at its own time. The run's row is not touched.
 *
 * @returns the states as they were kept, and as every read gives them
 * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
 * @throws the database's own error, when the run has a state at the time of one of them, or two have the same
 * @internal
 */
export async function insertStates<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  run: AnyRunEntity,
  states: readonly State[],
  stateClass: StateClass<S>,
): Promise<S[]> {
  // a rule may have answered a state of its own
  for (const state of states) refuseLost(state, stateClass);
  const made = states.map((state) => rowOf(tables, run, state));
  for (const { row, artifact, model } of made) {
    refuseUnwritable(manager, row, { model });
    refuseLostTimes(row, model);
    if (artifact !== null) refuseUnwritable(manager, artifact, { model, nameOf: artifactField });
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
  return made.map(({ row, data }) => row.asState({ stateClass, withData: data }));
}

/** Times of a state that columns hold too, those of its run and of the cache. */
function refuseLostTimes({ stateDetails }: RunStateEntity, model: State['constructor']): void {
  const { scheduledTime, cacheExpiration } = stateDetails;
  const issues = Object.entries({ scheduled_time: scheduledTime, cache_expiration: cacheExpiration })
    .filter(([, time]) => time !== null && timeFault(time) !== null)
    .map(([name]) => ({ loc: ['state_details', name], ...said(model, OUT_OF_RANGE) }));
  if (issues.length > 0) throw ValidationError.of(model, issues);
}

interface MadeRow {
  readonly row: RunStateEntity;
  readonly artifact: ArtifactEntity | null;
  readonly data: JsonValue;
  /** The class of the state, in whose words it is refused. */
  readonly model: State['constructor'];
}

/** Rows a statement: an engine takes only so many parameters. */
const CHUNK = 500;

function* chunksOf<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let i = 0; i < items.length; i += CHUNK) yield items.slice(i, i + CHUNK);
}

function artifactField(column: string): string[] {
  return ['data', `artifact_${column}`];
}

function rowOf(tables: RunTables, run: AnyRunEntity, given: State): MadeRow {
  // in UTC, as it will be read
  const state = given.copy({ update: { timestamp: toUtcDateTime(given.timestamp) } });
  Object.assign(state.stateDetails, runIdsOf(run));
  const { artifact, data } = splitData(state.data === null ? null : dataOf(state));
  if (artifact !== null) Object.assign(artifact, artifactIdsOf(run));
  const { id, type, name, timestamp, message, stateDetails } = state;
  const fields = { id, type, name, timestamp, message, stateDetails, runId: run.id };
  const resultArtifactId = artifact?.id ?? null;
  return {
    row: Object.assign(new tables.state(), fields, { resultArtifactId }),
    artifact,
    data,
    model: given.constructor,
  };
}

/** Not by `toJSON`, which a class may have of its own. */
function dataOf(state: State): JsonValue {
  return state.dict({ jsonCompatible: true, include: ['data'] }).data as JsonValue;
}

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails`, `UpdateSubflowStateDetails` */
function runIdsOf(run: AnyRunEntity): { readonly flowRunId: string | null; readonly taskRunId?: string } {
  if (run instanceof TaskRunEntity) return { flowRunId: run.flowRunId, taskRunId: run.id };
  return { flowRunId: run.id, ...(run.parentTaskRunId === null ? {} : { taskRunId: run.parentTaskRunId }) };
}

function artifactIdsOf(run: AnyRunEntity): Pick<ArtifactEntity, 'flowRunId' | 'taskRunId'> {
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
