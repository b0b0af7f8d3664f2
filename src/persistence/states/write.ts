/* Writes states: each becomes a row of its table, and its data a row of `artifact`. */
import { randomUUID } from 'node:crypto';
import { type EntityManager } from 'typeorm';

import { OUT_OF_RANGE, timeFault } from '../../api/index.js';
import {
  currentDateTime,
  type Issue,
  type JsonValue,
  type State,
  type StateClass,
  type StateDetails,
  toUtcDateTime,
  ValidationError,
} from '../../index.js';
import { said } from '../../inner.js';
import { type AnyRunColumns } from '../../transitions/index.js';
import { writeAll } from '../engines/sql.js';
import { refuseLost } from '../given.js';
import { ArtifactEntity } from '../tables/artifact.entity.js';
import { toPlain } from '../tables/columns.js';
import { type RunStateEntity } from '../tables/run-state.entity.js';
import { type AnyRunEntity, type RunTables } from '../tables/run-tables.js';
import { insertOf, insertRows, refuseUnwritable, updateOf } from '../tables/rows.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';

/**
 * Keeps a state of a run, at its own time, and changes the run's row.
 *
 * @param patch - the columns of the run that change
 * @returns the state as it was kept, and as every read gives it
 * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
 * @throws the database's own error, when the run has a state at the time
 * @internal
 */
export async function writeState<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  run: AnyRunEntity,
  state: State,
  { stateClass, patch }: { readonly stateClass: StateClass<S>; readonly patch: Partial<AnyRunColumns> },
): Promise<S> {
  const { row, artifact, kept } = makeRow(manager, tables, run, state, stateClass);
  const writes = artifact === null ? [] : [insertOf(manager, artifact)];
  writes.push(insertOf(manager, row), updateOf(manager, tables.run, run.id, { ...patch, updated: row.updated }));
  await writeAll(manager, writes);
  return kept;
}

/**
 * Keeps states of a run, each at its own time.
 *
 * @returns the states as they were kept, and as every read gives them
 * @throws as {@link writeState}, and when two have the same time
 * @internal
 */
export async function writeStates<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  run: AnyRunEntity,
  states: readonly State[],
  stateClass: StateClass<S>,
): Promise<S[]> {
  const made = states.map((state) => makeRow(manager, tables, run, state, stateClass));
  for (const chunk of chunksOf(made.flatMap(({ artifact }) => artifact ?? []))) await insertRows(manager, chunk);
  for (const chunk of chunksOf(made.map(({ row }) => row))) await insertRows(manager, chunk);
  return made.map(({ kept }) => kept);
}

interface MadeRow<S extends State> {
  readonly row: RunStateEntity;
  readonly artifact: ArtifactEntity | null;
  /** As every read gives it. */
  readonly kept: S;
}

/** Rows per statement: an engine takes only so many parameters. */
const CHUNK = 500;

function* chunksOf<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let i = 0; i < items.length; i += CHUNK) yield items.slice(i, i + CHUNK);
}

/** Makes the rows of a state. @throws {@link ValidationError} and {@link SerializationError} for what columns cannot hold */
function makeRow<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  run: AnyRunEntity,
  state: State,
  stateClass: StateClass<S>,
): MadeRow<S> {
  // a rule may have proposed a state of its own
  refuseLost(state, stateClass);
  const { id, type, name, message } = state;
  const { artifact, data } = state.data === null ? NO_DATA : splitData(dataOf(state));
  // written once, for the column and for the state that is returned
  const stateDetails = Object.assign(toPlain(state.stateDetails, 'state_details') as StateDetails, runIdsOf(run));
  // in UTC, as it will be read
  const timestamp = toUtcDateTime(state.timestamp);
  const columns = { id, type, timestamp, name, message, stateDetails, runId: run.id };
  const row = Object.assign(new tables.state(), columns, { resultArtifactId: artifact?.id ?? null });
  refuseUnwritable(manager, row, { model: state.constructor });
  refuseUnwritableTimes(state);
  row.created = row.updated = currentDateTime();
  if (artifact !== null) {
    Object.assign(artifact, artifactIdsOf(run));
    refuseUnwritable(manager, artifact, { model: state.constructor, nameOf: artifactField });
    artifact.created = artifact.updated = row.created;
  }
  const wire = { id, type, timestamp, name, message, state_details: stateDetails, data };
  return { row, artifact, kept: (stateClass as unknown as typeof State).parse(wire) as S };
}

/** The run and the cache have columns for these times of the details. */
function refuseUnwritableTimes({ stateDetails, constructor: model }: State): void {
  const { scheduledTime, cacheExpiration } = stateDetails;
  const issues: Issue[] = [];
  if (scheduledTime !== null && timeFault(scheduledTime) !== null)
    issues.push({ loc: ['state_details', 'scheduled_time'], ...said(model, OUT_OF_RANGE) });
  if (cacheExpiration !== null && timeFault(cacheExpiration) !== null)
    issues.push({ loc: ['state_details', 'cache_expiration'], ...said(model, OUT_OF_RANGE) });
  if (issues.length > 0) throw ValidationError.of(model, issues);
}

function artifactField(column: string): string[] {
  return ['data', `artifact_${column}`];
}

const NO_DATA = { artifact: null, data: null } as const;

/** Not by `toJSON`, which a class may override. */
function dataOf(state: State): JsonValue {
  return state.dict({ jsonCompatible: true, include: ['data'] }).data as JsonValue;
}

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails`, `UpdateSubflowStateDetails` */
function runIdsOf(run: AnyRunEntity): { readonly flow_run_id: string | null; readonly task_run_id?: string } {
  if (run instanceof TaskRunEntity) return { flow_run_id: run.flowRunId, task_run_id: run.id };
  return { flow_run_id: run.id, ...(run.parentTaskRunId === null ? {} : { task_run_id: run.parentTaskRunId }) };
}

function artifactIdsOf(run: AnyRunEntity): Pick<ArtifactEntity, 'flowRunId' | 'taskRunId'> {
  if (run instanceof TaskRunEntity) return { flowRunId: run.flowRunId, taskRunId: run.id };
  return { flowRunId: run.id, taskRunId: null };
}

/**
 * Takes the description of the artifact out of a result. A result that is not persisted has no artifact.
 *
 * @source prefect 2.20.25, server/orchestration/rules.py, `_validate_proposed_state`; schemas/core.py, `Artifact.from_result`
 */
function splitData(given: JsonValue): { readonly artifact: ArtifactEntity | null; readonly data: JsonValue } {
  if (given === null) return NO_DATA;
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
