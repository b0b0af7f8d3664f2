import { type EntityManager } from 'typeorm';

import { type v3 } from '../../api/index.js';
import { PrefectError, ValidationError } from '../../index.js';
import { type Abortable, type Database } from '../database.js';
import { dialectOf } from '../engines/sql.js';
import { ROW_LOCKED, whyUnavailable } from '../engines/unavailable.js';
import { type EventOutcome } from './batch.js';
import { keepBatch, OvertakenError } from './keep-batch.js';
import { readEvent, type ToldState } from './told-state.js';

/** How events are recorded. */
export interface TaskRunEventsOptions {
  /** Makes the name of a task run of which no event says it. @defaultValue `task run` */
  readonly createName?: () => string;
}

interface KeepOptions extends Abortable {
  /** Whether locked rows are waited for only briefly: they were waited for before. */
  readonly isBrief?: boolean;
}

/** The most events of one transaction. */
const MOST = 500;

/** How often a batch is tried while other processes get ahead of it. */
const TRIES = 5;

/**
 * The states of task runs that clients of Prefect 3 tell of by events, kept. No rule is asked: the client has decided.
 *
 * Events may come in any order, and twice: the history has each state once, and the task run is as the latest says. One that
 * cannot be recorded holds up no other.
 *
 * @example
 * ```ts
 * const outcomes = await new TaskRunEvents(database).record([event]);
 * ```
 */
export class TaskRunEvents {
  readonly #database: Database;
  readonly #createName: () => string;

  constructor(database: Database, { createName = () => 'task run' }: TaskRunEventsOptions = {}) {
    this.#database = database;
    this.#createName = createName;
  }

  /**
   * Records events; when it answers, they are kept.
   *
   * @returns what became of each, in their order
   * @throws the database's own error when it cannot be used now, see {@link whyUnavailable}; some may be kept then, and may be
   * given again
   */
  async record(events: readonly v3.Event[], options: Abortable = {}): Promise<EventOutcome[]> {
    const outcomes: EventOutcome[] = [];
    const told: ToldState[] = [];
    const places: number[] = [];
    events.forEach((event, i) => {
      const read = this.#read(event);
      if ('status' in read) {
        outcomes[i] = read;
        return;
      }
      told.push(read);
      places.push(i);
    });
    for (let i = 0; i < told.length; i += MOST) {
      const kept = await this.#keep(told.slice(i, i + MOST), options);
      kept.forEach((outcome, j) => (outcomes[places[i + j]!] = outcome));
    }
    return outcomes;
  }

  #read(event: v3.Event): ToldState | EventOutcome {
    try {
      return readEvent(this.#database.reader, event) ?? { status: 'IGNORED' };
    } catch (error) {
      if (error instanceof PrefectError) return { status: 'REFUSED', reason: reasonOf(error) };
      throw error;
    }
  }

  async #keep(told: readonly ToldState[], options: KeepOptions): Promise<EventOutcome[]> {
    try {
      return await this.#try(told, options);
    } catch (error) {
      const reason = whyUnavailable(error);
      const isLocked = reason === ROW_LOCKED;
      if (options.signal?.aborted === true || (reason !== null && !isLocked)) throw error;
      if (told.length === 1) {
        return [isLocked ? { status: 'LOCKED', cause: error } : { status: 'REFUSED', reason: reasonOf(error) }];
      }
      // one of them is the cause: it is found by halves, and stands alone
      const middle = Math.ceil(told.length / 2);
      const ofHalf = { ...options, isBrief: isLocked || options.isBrief === true };
      const first = await this.#keep(told.slice(0, middle), ofHalf);
      return [...first, ...(await this.#keep(told.slice(middle), ofHalf))];
    }
  }

  async #try(told: readonly ToldState[], { isBrief = false, ...options }: KeepOptions): Promise<EventOutcome[]> {
    const keep = async (manager: EntityManager): Promise<EventOutcome[]> => {
      if (isBrief) await dialectOf(manager).waitBriefly(manager);
      return keepBatch(manager, told, this.#createName);
    };
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#database.writeTogether(keep, { ...options, isBatch: true });
      } catch (error) {
        if (tries === TRIES || !isOvertaken(error)) throw error;
      }
    }
  }
}

/** Another transaction came between: a row that we had not seen, one that is gone, or a wait in a circle. */
function isOvertaken(error: unknown): boolean {
  if (error instanceof OvertakenError) return true;
  const { code } = (error as { readonly driverError?: { readonly code?: unknown } }).driverError ?? {};
  return ['23505', '23503', '40P01', '40001'].includes(String(code));
}

/** Why an event is refused: where in it the first fault is, or what the database says, without anything that was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof ValidationError) {
    const { loc, type } = error.issues[0]!;
    return `${loc.join(' -> ')} (${type})`;
  }
  const { code } = (error as { readonly driverError?: { readonly code?: unknown } }).driverError ?? {};
  const name = error instanceof Error ? error.name : 'a value that is no Error';
  return typeof code === 'string' ? `${name} ${code}` : name;
}
