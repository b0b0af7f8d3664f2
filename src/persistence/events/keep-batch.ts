/* One batch in one transaction: what is kept is looked up, the batch is worked out, and then written. */
import { type EntityManager } from 'typeorm';

import { parseDateTime } from '../../index.js';
import { dialectOf, queryRows } from '../engines/sql.js';
import { insertAll, updateAll } from '../tables/bulk.js';
import { toTimestamp } from '../tables/columns.js';
import { Batch, type EventOutcome, instantOf, type Kept, type KeptRun } from './batch.js';
import { type ToldState } from './told-state.js';

/** Thrown when another process made a row between our look and our write: the batch is to be tried again. */
export class OvertakenError extends Error {}

/**
 * Keeps a batch of told states.
 *
 * @returns what became of each, in their order
 * @throws {@link OvertakenError}
 */
export async function keepBatch(
  manager: EntityManager,
  told: readonly ToldState[],
  createName: () => string,
): Promise<EventOutcome[]> {
  const batch = new Batch(await loadKept(manager, told));
  const outcomes = told.map((each) => batch.take(each, createName));
  const { newRuns, states, changedRuns } = batch;
  if ((await insertAll(manager, newRuns)).length < newRuns.length) throw new OvertakenError();
  if ((await insertAll(manager, states)).length < states.length) throw new OvertakenError();
  await updateAll(manager, changedRuns);
  return outcomes;
}

async function loadKept(manager: EntityManager, told: readonly ToldState[]): Promise<Kept> {
  // first, because it locks them: what is read behind it stays as it is
  const runs = await loadRuns(manager, told);
  return { runs, flowRunIds: await loadFlowRuns(manager, told), ...(await loadStates(manager, runs, told)) };
}

interface RunRow {
  readonly id: string;
  readonly flow_run_id: string | null;
  readonly task_key: string;
  readonly dynamic_key: string;
  readonly state_timestamp: string | null;
}

/** Those of the same ids or of the same keys, and a few more: keys are asked for one by one. In one order, so that none waits for another in a circle. */
async function loadRuns(manager: EntityManager, told: readonly ToldState[]): Promise<KeptRun[]> {
  const dialect = dialectOf(manager);
  const sql = `SELECT id, flow_run_id, task_key, dynamic_key, state_timestamp FROM task_run WHERE id ${dialect.isOneOf('?')}
    OR (flow_run_id ${dialect.isOneOf('?')} AND task_key ${dialect.isOneOf('?')} AND dynamic_key ${dialect.isOneOf('?')}) ORDER BY id${dialect.forUpdate}`;
  const parameters = [
    told.map(({ runId }) => runId),
    flowRunsOf(told),
    told.map(({ taskKey }) => taskKey),
    told.map(({ dynamicKey }) => dynamicKey),
  ];
  const rows = await queryRows<RunRow>(
    manager,
    sql,
    parameters.map((values) => dialect.listOf([...new Set(values)])),
  );
  return rows.map((row) => ({
    id: row.id,
    flowRunId: row.flow_run_id,
    taskKey: row.task_key,
    dynamicKey: row.dynamic_key,
    stateTimestamp: row.state_timestamp === null ? null : parseDateTime(dialect.readTimestamp(row.state_timestamp)),
  }));
}

function flowRunsOf(told: readonly ToldState[]): string[] {
  return told.flatMap(({ flowRunId }) => flowRunId ?? []);
}

async function loadFlowRuns(manager: EntityManager, told: readonly ToldState[]): Promise<Set<string>> {
  const dialect = dialectOf(manager);
  const ids = [...new Set(flowRunsOf(told))];
  if (ids.length === 0) return new Set();
  const sql = `SELECT id FROM flow_run WHERE id ${dialect.isOneOf('?')}`;
  const found = await queryRows<{ readonly id: string }>(manager, sql, [dialect.listOf(ids)]);
  return new Set(found.map(({ id }) => id));
}

interface StateRow {
  readonly id: string;
  readonly task_run_id: string;
  readonly timestamp: string;
}

/** The states of the same ids; and those of the runs at the same instants. */
async function loadStates(
  manager: EntityManager,
  runs: readonly KeptRun[],
  told: readonly ToldState[],
): Promise<Pick<Kept, 'stateIds' | 'instants'>> {
  const dialect = dialectOf(manager);
  const sql = `SELECT id, task_run_id, timestamp FROM task_run_state WHERE id ${dialect.isOneOf('?')}
    OR (task_run_id ${dialect.isOneOf('?')} AND timestamp ${dialect.isOneOf('?')})`;
  const rows = await queryRows<StateRow>(manager, sql, [
    dialect.listOf(told.map(({ state }) => state.id)),
    dialect.listOf(runs.map(({ id }) => id)),
    dialect.listOf(told.map(({ state }) => toTimestamp(state.timestamp, 'occurred'))),
  ]);
  return {
    stateIds: new Set(rows.map(({ id }) => id)),
    instants: new Set(
      rows.map((row) => instantOf(row.task_run_id, parseDateTime(dialect.readTimestamp(row.timestamp))!)),
    ),
  };
}
