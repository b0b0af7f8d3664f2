import { type DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';

import { type CountByState, type State } from '../index.js';
import { type Decision, type Policies } from '../transitions/index.js';
import { toTimestamp } from './columns.js';
import { countByState } from './count-by-state.js';
import { type Database } from './database.js';
import { stateOf, statesOf } from './given.js';
import { moveRun, moveRunThrough, type RuleOptions } from './move-run.js';
import { readState, RUN_TABLES, type RunKind, type RunTables } from './run-tables.js';
import { readStates } from './state-rows.js';

/** How something is written, or read, as part of something larger. */
export interface WriteOptions {
  /** The caller's transaction; left out, one of its own. */
  readonly manager?: EntityManager | undefined;
}

/** Which part of a history is read. */
export interface HistoryOptions {
  /** @defaultValue 'oldest' */
  readonly order?: 'newest' | 'oldest';
  /** The most states to read; left out, all. */
  readonly limit?: number;
  /** The time of the last state of the page before; what comes behind it, in the order asked for, is read. */
  readonly after?: DateTime;
  /** Whether `data` is read too. @defaultValue true */
  readonly withData?: boolean;
}

/** Which rules runs go by. */
export interface PolicyOptions {
  /** Rules of one's own. @defaultValue the reference's */
  readonly policies?: Policies | undefined;
}

/**
 * The states of runs, kept. A state is appended and never changed; the run's row says which one is its current.
 */
export class RunStates {
  readonly #database: Database;
  readonly #tables: RunTables;
  readonly #policies: Policies;

  constructor(database: Database, kind: RunKind, { policies = {} }: PolicyOptions = {}) {
    this.#database = database;
    this.#tables = RUN_TABLES[kind];
    this.#policies = policies;
  }

  /**
   * Brings a run into a state, and keeps it; no rule is asked. For that see {@link RunStates.propose}.
   *
   * A state that is not later than the run's current one is kept one microsecond after it, so that the history stays in
   * order. `stateDetails` gets the ids of the run; the run's columns follow (counts, times). The run's row is locked until the
   * transaction ends.
   *
   * @returns the state as it was kept, and as every read gives it
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
   */
  async append(runId: string, state: State, options: WriteOptions = {}): Promise<State> {
    const rules = { policies: this.#policies, policy: [] };
    const given = stateOf(RunStates, state);
    const kept = await this.#write(runId, options, (manager) => moveRun(manager, this.#tables, runId, given, rules));
    return kept.state!;
  }

  /**
   * Proposes a state for a run: the rules of orchestration say what becomes of it. What they decide is written in the same
   * transaction, under the run's lock, so that of two who propose at once the second sees what the first has done.
   *
   * @returns the decision; its state is the one that the run is in now, as it was kept
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link RuleError} when a rule throws, or answers what makes no sense; nothing is written then
   * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
   */
  async propose(
    runId: string,
    state: State,
    { manager, ...rules }: WriteOptions & RuleOptions = {},
  ): Promise<Decision> {
    const options = { policies: this.#policies, ...rules };
    const given = stateOf(RunStates, state);
    return this.#write(runId, { manager }, (own) => moveRun(own, this.#tables, runId, given, options));
  }

  /**
   * Keeps states that have been, each at its own time; the run moves only to those that are later than its current one. All are
   * kept, or none.
   *
   * @returns the states as they were kept, in the order given
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} as {@link RunStates.append} does, from `states` on
   * @throws the database's own error, when the run has a state at the time of one of them, or two have the same
   */
  async bulkAppend(runId: string, states: readonly State[], options: WriteOptions = {}): Promise<State[]> {
    const given = statesOf(RunStates, states);
    return this.#write(runId, options, (manager) =>
      moveRunThrough(manager, this.#tables, runId, given, this.#policies),
    );
  }

  /**
   * Reads one state, with its data.
   *
   * @returns null when there is none with the id
   */
  find(stateId: string, { manager = this.#database.reader }: WriteOptions = {}): Promise<State | null> {
    return readState(manager, this.#tables, stateId);
  }

  /** Reads the states of a run, the oldest first unless asked otherwise; none for a run that there is not. */
  async history(
    runId: string,
    { order = 'oldest', limit, after, withData = true }: HistoryOptions = {},
  ): Promise<State[]> {
    const [direction, beyond] = order === 'oldest' ? (['ASC', '>'] as const) : (['DESC', '<'] as const);
    const isBeyond = after === undefined ? '' : `AND state.timestamp ${beyond} ?`;
    const most = limit === undefined ? '' : 'LIMIT ?';
    const found = await readStates(this.#database.reader, this.#tables.kind, {
      where: `state.${this.#tables.kind}_id = ? ${isBeyond} ORDER BY state.timestamp ${direction} ${most}`,
      parameters: [
        runId,
        ...(after === undefined ? [] : [toTimestamp(after)]),
        ...(limit === undefined ? [] : [limit]),
      ],
      withData,
    });
    return found.map(({ state }) => state);
  }

  /**
   * Reads the current states of many runs in one query, with their data.
   *
   * @returns by the ids of the runs; a run that there is not, or that is in no state, is not in it
   */
  async current(runIds: readonly string[]): Promise<Map<string, State>> {
    const { reader, engine } = this.#database;
    const isOneOf = engine === 'postgres' ? '= ANY(?)' : 'IN (SELECT value FROM json_each(?))';
    // one parameter for all ids: an engine takes only so many
    const ids = engine === 'postgres' ? runIds : JSON.stringify(runIds);
    const found = await readStates(reader, this.#tables.kind, {
      where: `state.id IN (SELECT run.state_id FROM ${this.#tables.kind} run WHERE run.id ${isOneOf})`,
      parameters: [ids],
    });
    return new Map(found.map(({ runId, state }) => [runId, state]));
  }

  /** Counts the runs by the type of their current state; a run in no state is not counted. */
  countByState(): Promise<CountByState> {
    return countByState(this.#database.reader.createQueryBuilder(this.#tables.run, 'run'));
  }

  #write<T>(runId: string, { manager }: WriteOptions, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return manager === undefined ? this.#database.writeTogether(work, runId) : work(manager);
  }
}
