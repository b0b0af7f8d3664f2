/* Reads states from their rows. */
import { type EntityManager } from 'typeorm';
import { type EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';

import { type State, type StateClass } from '../../index.js';
import { bytesIn, type Sized } from './by-bytes.js';
import { type Dialect, type Engine, Statement } from '../engines/dialect.js';
import { type RunType } from '../tables/run-type.js';
import { ask, dialectOf, DIALECTS, statements } from '../engines/sql.js';
import { columnsOf, type RawRow, rowOf } from '../tables/rows.js';
import { type AnyRunEntity, type RunTables } from '../tables/run-tables.js';

/** A state and its run. @internal */
export interface RunState<S extends State> {
  readonly runId: string;
  readonly state: S;
}

/** Which states are read. @internal */
export interface StateQuery<S extends State> {
  /** What follows `WHERE`, with order and limit; the state's row is called `state`. There must be few different ones. */
  readonly where: string;
  readonly parameters: readonly unknown[];
  /** Whether `data` is read too. @defaultValue true */
  readonly withData?: boolean;
  /** The class of the states. */
  readonly stateClass: StateClass<S>;
}

/** As the engine's driver gives it. */
interface Row {
  readonly run_id: string;
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly name: string;
  readonly message: string | null;
  readonly state_details: unknown;
  /** Data in the state's own row, which counts before that of an artifact. */
  readonly own_data: unknown;
  /** The data of its artifact. */
  readonly data: unknown;
}

const COLUMNS = ['id', 'type', 'timestamp', 'name', 'message', 'state_details']
  .map((name) => `state.${name}`)
  .join(', ');

const JOINED = 'LEFT JOIN artifact ON artifact.id = state.result_artifact_id';

const SELECT_STATES = statements((kind: RunType, withData: boolean, where: string) => {
  const data = withData ? ', state.data AS own_data, artifact.data AS data' : '';
  return `SELECT state.${kind}_id AS run_id, ${COLUMNS}${data} FROM ${kind}_state state ${withData ? JOINED : ''} WHERE ${where}`;
});

/** Reads states of runs of a kind. @internal */
export async function readStates<S extends State>(
  manager: EntityManager,
  kind: RunType,
  { where, parameters, withData = true, stateClass }: StateQuery<S>,
): Promise<RunState<S>[]> {
  const dialect = dialectOf(manager);
  const rows = await ask<Row>(manager, SELECT_STATES(kind, withData, where), parameters);
  return rows.map((row) => ({ runId: row.run_id, state: stateOf(row, dialect, stateClass) }));
}

/** A state that is read, or only the size of one that is large. @internal */
export interface SkimmedState<S extends State> extends Sized {
  readonly id: string;
  /** As the engine's driver gives it. */
  readonly timestamp: string;
  /** Null for a state with more bytes than the limit. */
  readonly state: S | null;
}

const SIZED = ['name', 'message', 'state_details', 'own_data', 'data'] as const;

const SKIM_STATES = statements((engine: Engine, kind: RunType, where: string) => {
  const sizes = ['state.name', 'message', 'state_details', 'state.data', 'artifact.data'];
  const columns = SIZED.map((name) => `CASE WHEN bytes <= ? THEN ${name} END AS ${name}`).join(', ');
  const data = 'state.data AS own_data, artifact.data AS data';
  const bytes = bytesIn(DIALECTS[engine], sizes);
  const all = `SELECT ${COLUMNS}, ${data}, ${bytes} AS bytes FROM ${kind}_state state ${JOINED} WHERE ${where}`;
  return `SELECT id, type, timestamp, bytes, ${columns} FROM (${all}) page`;
});

/**
 * Reads states of runs of a kind, with their data; of large states only the size.
 *
 * @param most - the most bytes of a state that is read
 * @internal
 */
export async function skimStates<S extends State>(
  manager: EntityManager,
  kind: RunType,
  { where, parameters, stateClass }: StateQuery<S>,
  most: number,
): Promise<SkimmedState<S>[]> {
  const dialect = dialectOf(manager);
  const limits = SIZED.map(() => most);
  const rows = await ask<Row & Sized>(manager, SKIM_STATES(dialect.engine, kind, where), [...limits, ...parameters]);
  return rows.map((row) => {
    const { id, timestamp, bytes: size } = row;
    return { id, timestamp, bytes: size, state: size > most ? null : stateOf(row, dialect, stateClass) };
  });
}

/** Makes a state of its row, through the wire's form, which is read fastest. */
function stateOf<S extends State>(row: Row, dialect: Dialect, stateClass: StateClass<S>): S {
  const { id, type, name, message } = row;
  const wire = {
    id,
    type,
    timestamp: dialect.readTimestamp(row.timestamp),
    name,
    message,
    state_details: dialect.readJson(row.state_details),
    data: dialect.readJson(row.own_data) ?? dialect.readJson(row.data) ?? null,
  };
  return (stateClass as unknown as typeof State).parse(wire) as S;
}

/** A run and its current state. @internal */
export interface RunNow<S extends State> {
  readonly run: AnyRunEntity;
  readonly state: S | null;
}

/** The statements that select a run with its current state. */
type SelectRun = Readonly<Record<'free' | 'locked', Statement>>;

/** By TypeORM's metadata of the table of runs. */
const selectRun = new WeakMap<EntityMetadata, SelectRun>();

const OF_STATE = ['id', 'type', 'timestamp', 'name', 'message', 'state_details'] as const;

function createSelectRun(manager: EntityManager, { kind, run }: RunTables): SelectRun {
  const state = OF_STATE.map((name) => `state.${name} AS current_${name}`).join(', ');
  const columns = `${columnsOf(manager, run, 'run')}, ${state}, state.data AS own_data, artifact.data AS data`;
  const sql = `SELECT ${columns} FROM ${kind} run LEFT JOIN ${kind}_state state ON state.id = run.state_id ${JOINED} WHERE run.id = ?`;
  const { forUpdate } = dialectOf(manager);
  const locked = forUpdate === '' ? sql : `${sql}${forUpdate} OF run`;
  return { free: new Statement(sql), locked: new Statement(locked) };
}

/**
 * Reads a run with its current state; null when there is no such run.
 *
 * @param lock - whether to lock the run until the transaction ends; SQLite has one writer at a time, and no locks of rows
 * @internal
 */
export async function readRun<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  id: string,
  { stateClass, lock = false }: { readonly stateClass: StateClass<S>; readonly lock?: boolean },
): Promise<RunNow<S> | null> {
  const metadata = manager.dataSource.getMetadata(tables.run);
  let select = selectRun.get(metadata);
  if (select === undefined) selectRun.set(metadata, (select = createSelectRun(manager, tables)));
  const [found] = await ask<RawRow>(manager, lock ? select.locked : select.free, [id]);
  if (found === undefined) return null;
  const run = rowOf(manager, tables.run, found);
  if (run.stateId === null) return { run, state: null };
  // the wait for the lock was long enough for a newer state: Postgres has joined the one before
  if (found.current_id !== run.stateId)
    return { run, state: await readState(manager, tables, run.stateId, stateClass) };
  const row = {
    id: found.current_id,
    type: found.current_type,
    timestamp: found.current_timestamp,
    name: found.current_name,
    message: found.current_message,
    state_details: found.current_state_details,
    own_data: found.own_data,
    data: found.data,
  };
  return { run, state: stateOf(row as Row, dialectOf(manager), stateClass) };
}

/** Reads one state, with its data; null when there is no state with the id. @internal */
export async function readState<S extends State>(
  manager: EntityManager,
  { kind }: RunTables,
  id: string,
  stateClass: StateClass<S>,
): Promise<S | null> {
  const [found] = await readStates(manager, kind, { where: 'state.id = ?', parameters: [id], stateClass });
  return found?.state ?? null;
}
