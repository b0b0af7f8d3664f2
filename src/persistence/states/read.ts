/* Rows of states come in, states go out, by way of the wire's form, which is the quickest to read. */
import { type EntityManager } from 'typeorm';

import { type State, type StateClass } from '../../index.js';
import { bytesIn, type Sized } from './by-bytes.js';
import { type Dialect } from '../engines/dialect.js';
import { dialectOf } from '../engines/engine.js';
import { type RunType } from '../tables/run-type.js';
import { queryRows } from '../engines/sql.js';
import { stateOfRow, type StateRow } from '../tables/state-of-row.js';

/** A state, and the run that came into it. @internal */
export interface RunState<S extends State> {
  readonly runId: string;
  readonly state: S;
}

/** Which states are read. @internal */
export interface StateQuery<S extends State> {
  /** What stands behind `WHERE` and may order and limit; the state's row is called `state`. */
  readonly where: string;
  readonly parameters: readonly unknown[];
  /** Whether `data` is read too. @defaultValue true */
  readonly withData?: boolean;
  /** The class of the states. */
  readonly stateClass: StateClass<S>;
}

/** As the engines' drivers hand them out. */
interface Row extends StateRow {
  readonly run_id: string;
  readonly timestamp: string;
}

const COLUMNS = ['id', 'type', 'timestamp', 'name', 'message', 'state_details']
  .map((name) => `state.${name}`)
  .join(', ');

/** Reads states of runs of a kind. @internal */
export async function readStates<S extends State>(
  manager: EntityManager,
  kind: RunType,
  { where, parameters, withData = true, stateClass }: StateQuery<S>,
): Promise<RunState<S>[]> {
  const data = withData ? ', state.data AS own_data, artifact.data AS data' : '';
  const columns = `state.${kind}_id AS run_id, ${COLUMNS}${data}`;
  const join = withData ? 'LEFT JOIN artifact ON artifact.id = state.result_artifact_id' : '';
  const sql = `SELECT ${columns} FROM ${kind}_state state ${join} WHERE ${where}`;
  const dialect = dialectOf(manager);
  const rows = await queryRows<Row>(manager, sql, parameters);
  return rows.map((row) => ({ runId: row.run_id, state: stateOf(row, dialect, stateClass) }));
}

/** What is known of a state before it is read; one that is not large is read already. @internal */
export interface SkimmedState<S extends State> extends Sized {
  readonly id: string;
  /** As the engine's driver hands it out. */
  readonly timestamp: string;
  /** Null for one that has more bytes than were asked for. */
  readonly state: S | null;
}

const SIZED = ['name', 'message', 'state_details', 'own_data', 'data'] as const;

/**
 * Reads states of runs of a kind, with their data, but for those that are large: of them only their size.
 *
 * @param most - the most bytes that a state has which is read
 * @internal
 */
export async function skimStates<S extends State>(
  manager: EntityManager,
  kind: RunType,
  { where, parameters, stateClass }: StateQuery<S>,
  most: number,
): Promise<SkimmedState<S>[]> {
  const dialect = dialectOf(manager);
  const bytes = bytesIn(dialect, ['state.name', 'message', 'state_details', 'state.data', 'artifact.data']);
  const from = `${kind}_state state LEFT JOIN artifact ON artifact.id = state.result_artifact_id`;
  const all = `SELECT ${COLUMNS}, state.data AS own_data, artifact.data AS data, ${bytes} AS bytes FROM ${from} WHERE ${where}`;
  const columns = SIZED.map((name) => `CASE WHEN bytes <= ${most} THEN ${name} END AS ${name}`).join(', ');
  const sql = `SELECT id, type, timestamp, bytes, ${columns} FROM (${all}) page`;
  const rows = await queryRows<Row & Sized>(manager, sql, parameters);
  return rows.map((row) => {
    const { id, timestamp, bytes: size } = row;
    return { id, timestamp, bytes: size, state: size > most ? null : stateOf(row, dialect, stateClass) };
  });
}

function stateOf<S extends State>(row: Row, dialect: Dialect, stateClass: StateClass<S>): S {
  const { id, type, name, message } = row;
  return stateOfRow(stateClass, {
    id,
    type,
    timestamp: dialect.readTimestamp(row.timestamp),
    name,
    message,
    state_details: dialect.readJson(row.state_details),
    own_data: dialect.readJson(row.own_data),
    data: dialect.readJson(row.data),
  });
}
