/* A run whose claim holds no longer: what becomes of it, in one transaction. */
import { type EntityManager } from 'typeorm';

import { addMicroseconds, currentDateTime, StateType } from '../../index.js';
import { PREFECT_3_POLICIES } from '../../transitions/index.js';
import { State } from '../../v3/index.js';
import { dialectOf, queryRows } from '../engines/sql.js';
import { moveRun } from '../runs/move.js';
import { toTimestamp } from '../tables/columns.js';
import { readRow } from '../tables/rows.js';
import { readState } from '../states/read.js';
import { RUN_TABLES } from '../tables/run-tables.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';

/** A run whose client is gone. */
export interface LostRun {
  readonly runId: string;
  /** How often that has happened to it. */
  readonly losses: number;
  /** Whether it is offered again; else it has crashed. */
  readonly isOffered: boolean;
}

/** A run that has lost so many clients is not offered again: it may be what ends them. */
const MOST_LOSSES = 5;

/** Ends claims; the parameter says how many clients each run has lost by that. @internal */
export const FREE = `UPDATE task_run_offer SET state_id = NULL, client_id = NULL, socket_id = NULL, expires = NULL,
  acknowledged = false, losses = losses + ?`;

/** That of a claim which holds, or has held until now. */
interface OfferRow {
  readonly state_id: string;
  readonly acknowledged: boolean | number;
  readonly losses: number;
}

/**
 * Takes a run back, if its claim holds no longer.
 *
 * @returns null when it is not lost
 * @internal
 */
export async function takeBack(manager: EntityManager, runId: string): Promise<LostRun | null> {
  // before the offer, as who claims does
  const run = await readRow(manager, TaskRunEntity, runId, { lock: true });
  if (run === null) return null;
  const sql = `SELECT state_id, acknowledged, losses FROM task_run_offer
    WHERE task_run_id = ? AND expires <= ?${dialectOf(manager).forUpdate}`;
  const [offer] = await queryRows<OfferRow>(manager, sql, [runId, after(0)]);
  if (offer === undefined) return null;
  const isTaken = Boolean(offer.acknowledged) && isUnderWay(run);
  await queryRows(manager, `${FREE} WHERE task_run_id = ?`, [isTaken ? 1 : 0, runId]);
  if (!isTaken) return null;
  const losses = offer.losses + 1;
  const isOffered = losses < MOST_LOSSES;
  if (!isOffered) await move(manager, runId, State.crashed({ message: `This run has lost ${losses} workers.` }));
  else if (!(await isWaiting(manager, run))) await move(manager, runId, await offered(manager, offer.state_id));
  return { runId, losses, isOffered };
}

function isUnderWay({ stateType }: TaskRunEntity): boolean {
  return stateType === StateType.SCHEDULED || stateType === StateType.PENDING || stateType === StateType.RUNNING;
}

/** Whether the state that a run is in has it offered: it has not begun, or was scheduled again. */
async function isWaiting(manager: EntityManager, { stateId }: TaskRunEntity): Promise<boolean> {
  const state = await readState(manager, RUN_TABLES.task_run, stateId!, State);
  return state!.isScheduled() && state.stateDetails.deferred === true;
}

/** A state by which a run is offered as it was by another one. */
async function offered(manager: EntityManager, stateId: string): Promise<State> {
  const before = await readState(manager, RUN_TABLES.task_run, stateId, State);
  const { taskParametersId = null, traceparent = null } = before?.stateDetails ?? {};
  return State.awaitingRetry({
    scheduledTime: currentDateTime(),
    message: 'The worker of this run went away.',
    stateDetails: { deferred: true, taskParametersId, traceparent },
  });
}

async function move(manager: EntityManager, runId: string, state: State): Promise<void> {
  const rules = { policies: PREFECT_3_POLICIES, stateClass: State, policy: [] };
  await moveRun(manager, RUN_TABLES.task_run, runId, state, rules);
}

/** So many seconds from now, as a column holds it. @internal */
export function after(seconds: number): string {
  return toTimestamp(addMicroseconds(currentDateTime(), seconds * 1_000_000), 'expires');
}
