import { Field, types, ValidationError } from '../../index.js';
import { said } from '../../inner.js';
import { type Abortable, type Database } from '../database.js';
import { type Dialect } from '../engines/dialect.js';
import { queryRows } from '../engines/sql.js';
import { COUNT, Given, idOf, read } from '../given.js';
import { isHeld, textFault } from '../tables/rows.js';
import { after, FREE, type LostRun, takeBack } from './take-back.js';

/** Who takes runs: a client, by one of its connections. */
export interface Taker {
  /** As it calls itself; a client that has connected again is known by it. */
  readonly clientId: string;
  /** UUID of the connection, a new one for each. */
  readonly socketId: string;
}

/** Lost runs of one call. */
const AT_ONCE = 100;

class KeysGiven extends Given {
  @Field.list(types.string())
  declare taskKeys: string[];
}

class SecondsGiven extends Given {
  @Field.of(COUNT)
  declare seconds: number;
}

class TakerGiven extends SecondsGiven {
  @Field.string()
  declare clientId: string;

  @Field.uuid()
  declare socketId: string;
}

class ClaimGiven extends TakerGiven {
  @Field.string()
  declare taskKey: string;
}

class TakeOverGiven extends TakerGiven {
  @Field.of(COUNT, { default: null })
  declare from: number | null;

  @Field.of(COUNT)
  declare to: number;
}

class SocketsGiven extends Given {
  @Field.list(types.uuid)
  declare socketIds: string[];
}

/** Behind FROM and WHERE: the background tasks that wait. A state is offered once; a run that is scheduled again has another. */
const waiting = (
  dialect: Dialect,
  key: string,
): string => `task_run run JOIN task_run_state state ON state.id = run.state_id
  WHERE run.state_type = 'SCHEDULED' AND run.task_key = ${key} AND ${dialect.isTrue('state.state_details', 'deferred')}
  AND NOT EXISTS (SELECT 1 FROM task_run_offer offer WHERE offer.task_run_id = run.id AND offer.state_id = run.state_id)`;

/** Another may have been quicker, where two can claim at once: then nothing is inserted. */
const INSERT = `INSERT INTO task_run_offer (task_run_id, state_id, client_id, socket_id, expires) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (task_run_id) DO UPDATE SET state_id = excluded.state_id, client_id = excluded.client_id,
  socket_id = excluded.socket_id, expires = excluded.expires, acknowledged = false
  WHERE task_run_offer.state_id IS DISTINCT FROM excluded.state_id RETURNING task_run_id`;

const FINISHED = `FROM task_run_offer WHERE EXISTS (SELECT 1 FROM task_run run WHERE run.id = task_run_offer.task_run_id
  AND run.state_type IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'))`;

/**
 * The queue of background tasks: task runs that are SCHEDULED, by a state that is `deferred`, are claimed by clients, each by one.
 * The queue is in the tables, so that it outlives the process, and several may claim from it.
 *
 * A claim ends at a time. Before that it is acknowledged, and from then on kept, or given back. One that was not is taken back by
 * {@link TaskRunOffers.takeBack}, and the run is offered again, unless it has ended.
 *
 * @source prefect 3.8.8, server/task_queue.py, `TaskQueue`
 */
export class TaskRunOffers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Finds out for which of some tasks there are runs that wait. */
  async waitingKeys(taskKeys: readonly string[]): Promise<string[]> {
    const { dialect, reader } = this.#database;
    const keys = read(TaskRunOffers, KeysGiven, { taskKeys }).taskKeys.filter((key) => isHeld(key, dialect));
    if (keys.length === 0) return [];
    const sql = `SELECT listed.value AS key FROM ${dialect.valuesIn('?')}
      WHERE EXISTS (SELECT 1 FROM ${waiting(dialect, 'listed.value')})`;
    const found = await queryRows<{ readonly key: string }>(reader, sql, [dialect.listOf(keys)]);
    return found.map(({ key }) => key);
  }

  /**
   * Claims the run of a task that was to begin first, of those that wait.
   *
   * @param seconds - as long as the claim holds before it is acknowledged
   * @returns its id; null when none waits
   */
  async claim(
    taskKey: string,
    { clientId, socketId }: Taker,
    seconds: number,
    options: Abortable = {},
  ): Promise<string | null> {
    const asked = read(TaskRunOffers, ClaimGiven, { clientId, socketId, taskKey, seconds });
    this.#refuseUnwritable(asked.clientId);
    const { dialect } = this.#database;
    if (!isHeld(asked.taskKey, dialect)) return null;
    const select = `SELECT run.id, run.state_id FROM ${waiting(dialect, '?')}
      ORDER BY run.expected_start_time, run.id LIMIT 1${dialect.forUpdateOfFree('run')}`;
    return this.#database.writeTogether(async (manager) => {
      const [found] = await queryRows<WaitingRow>(manager, select, [asked.taskKey]);
      if (found === undefined) return null;
      const values = [found.id, found.state_id, asked.clientId, asked.socketId, after(asked.seconds)];
      const inserted = await queryRows(manager, INSERT, values);
      return inserted.length === 0 ? null : found.id;
    }, options);
  }

  /**
   * Notes that a client has taken a run that was claimed for it.
   *
   * @returns false when the claim does not hold any more
   */
  async acknowledge(runId: string, socketId: string, seconds: number): Promise<boolean> {
    const until = untilOf(seconds);
    const ids = [idOf(TaskRunOffers, runId, 'run_id'), idOf(TaskRunOffers, socketId, 'socket_id')];
    const { forUpdate } = this.#database.dialect;
    const held = `SELECT 1 AS held FROM task_run_offer WHERE task_run_id = ? AND socket_id = ?${forUpdate}`;
    return this.#database.writeTogether(async (manager) => {
      if ((await queryRows(manager, held, ids)).length === 0) return false;
      const sql = 'UPDATE task_run_offer SET acknowledged = true, expires = ? WHERE task_run_id = ?';
      await queryRows(manager, sql, [until, ids[0]]);
      return true;
    });
  }

  /** Gives a run back that a client was offered and has not taken. */
  async giveBack(runId: string, socketId: string): Promise<void> {
    const ids = [idOf(TaskRunOffers, runId, 'run_id'), idOf(TaskRunOffers, socketId, 'socket_id')];
    await this.#write(`${FREE} WHERE task_run_id = ? AND socket_id = ? AND NOT acknowledged`, [0, ...ids]);
  }

  /** Holds what was taken by some connections for so long from now on, or lets go of it: then it is soon taken back. */
  async hold(socketIds: readonly string[], seconds: number): Promise<void> {
    const { dialect } = this.#database;
    const sql = `UPDATE task_run_offer SET expires = ? WHERE socket_id ${dialect.isOneOf('?')} AND acknowledged`;
    const ids = read(TaskRunOffers, SocketsGiven, { socketIds }).socketIds;
    await this.#write(sql, [untilOf(seconds), dialect.listOf(ids)]);
  }

  /**
   * Gives a client that has connected again what it had taken before. What holds for long is left: it is another's, of the same name.
   *
   * @param within - seconds: what holds for less than `to` and, where that is given, for `from` at least
   * @param seconds - as long as it holds then
   */
  async takeOver(
    { clientId, socketId }: Taker,
    within: { readonly from?: number; readonly to: number },
    seconds: number,
  ): Promise<void> {
    const asked = read(TaskRunOffers, TakeOverGiven, { clientId, socketId, ...within, seconds });
    this.#refuseUnwritable(asked.clientId);
    const isFrom = asked.from === null ? '' : 'AND expires >= ?';
    const sql = `UPDATE task_run_offer SET socket_id = ?, expires = ?
      WHERE client_id = ? AND acknowledged AND expires < ? ${isFrom}`;
    const times = asked.from === null ? [asked.to] : [asked.to, asked.from];
    await this.#write(sql, [asked.socketId, after(asked.seconds), asked.clientId, ...times.map(after)]);
  }

  /**
   * Takes back what holds no longer. A run that was not taken, or has not begun, just waits again. One that has begun comes into an
   * `AwaitingRetry` state, by which it waits; it crashes when it has lost too many clients. One that has ended, or is paused or being cancelled, is left.
   *
   * @returns the runs whose clients are gone
   */
  async takeBack(options: Abortable = {}): Promise<LostRun[]> {
    const sql = `SELECT task_run_id AS id FROM task_run_offer WHERE expires <= ? ORDER BY expires LIMIT ${AT_ONCE}`;
    const found = await queryRows<{ readonly id: string }>(this.#database.reader, sql, [after(0)]);
    const lost: LostRun[] = [];
    for (const { id } of found) {
      const run = await this.#database.writeTogether((manager) => takeBack(manager, id), { ...options, row: id });
      if (run !== null) lost.push(run);
    }
    return lost;
  }

  /** Forgets who had taken the runs that have ended. */
  async forgetEnded(): Promise<void> {
    const { reader } = this.#database;
    // nothing is written where there is nothing to forget
    if ((await queryRows(reader, `SELECT 1 AS found ${FINISHED} LIMIT 1`, [])).length > 0)
      await this.#write(`DELETE ${FINISHED}`, []);
  }

  #refuseUnwritable(clientId: string): void {
    const msg = textFault(clientId, this.#database.dialect);
    if (msg === null) return;
    const fault = { code: 'ruleOfType', rule: 'client_id', msg } as const;
    throw ValidationError.of(TaskRunOffers, [{ loc: ['client_id'], ...said(TaskRunOffers, fault) }]);
  }

  async #write(sql: string, parameters: readonly unknown[]): Promise<void> {
    await this.#database.writeTogether((manager) => queryRows(manager, sql, parameters));
  }
}

interface WaitingRow {
  readonly id: string;
  readonly state_id: string;
}

function untilOf(seconds: number): string {
  return after(read(TaskRunOffers, SecondsGiven, { seconds }).seconds);
}
