import { type DateTime } from 'luxon';
import { type EntityManager } from 'typeorm';

import { timeFault } from '../../api/index.js';
import {
  type CountByState,
  type DateTimeInput,
  Field,
  type ProposedState,
  type State,
  type StateClass,
} from '../../index.js';
import { type Policies, type Policy } from '../../transitions/index.js';
import { toTimestamp } from '../tables/columns.js';
import { countByState } from '../runs/count.js';
import { type Abortable, type Database } from '../database.js';
import {
  type StateReadOptions,
  classOf,
  COUNT,
  Given,
  idOf,
  idsOf,
  read,
  stateOf,
  statesOf,
  WriteGiven,
} from '../given.js';
import { type DecisionOf, moveRun, moveRunThrough, type RuleOptions } from '../runs/move.js';
import { type RunType } from '../tables/run-type.js';
import { RUN_TABLES, type RunTables } from '../tables/run-tables.js';
import { readState, readStates } from './read.js';
import { pagesOf } from './stream.js';

/** Options of a write, and of a read inside a transaction. */
export interface WriteOptions extends Abortable {
  /** The caller's transaction. @defaultValue one of its own */
  readonly manager?: EntityManager | undefined;
}

/** Which part of a history is read. */
export interface HistoryOptions {
  /** @defaultValue 'oldest' */
  readonly order?: 'newest' | 'oldest';
  /** The most states to read. @defaultValue all */
  readonly limit?: number;
  /** The time of the last state of the previous page; states after it, in the given order, are read. */
  readonly after?: DateTimeInput;
  /** Whether `data` is read too. @defaultValue true */
  readonly withData?: boolean;
}

/** How a history is read page by page. */
export interface PageOptions {
  /** The most states of a page, 1 or more. @defaultValue 100 */
  readonly pageSize?: number;
}

/** The rules of runs. */
export interface PolicyOptions {
  /** The rules of a version of Prefect, or your own. @defaultValue {@link PREFECT_2_POLICIES} */
  readonly policies?: Policies | undefined;
}

class RulesGiven extends WriteGiven {
  @Field.json({ default: null })
  declare policy: Policy<never> | null;

  @Field.bool({ default: false })
  declare force: boolean;
}

class HistoryGiven extends Given {
  @Field.enum({ oldest: 'oldest', newest: 'newest' }, { default: 'oldest' })
  declare order: 'oldest' | 'newest';

  @Field.of(COUNT, { default: null })
  declare limit: number | null;

  @Field.dateTime({ default: null, check: timeFault })
  declare after: DateTime | null;

  @Field.bool({ default: true })
  declare withData: boolean;
}

class PagesGiven extends Given {
  @Field.int({ default: 100, minimum: 1 })
  declare pageSize: number;
}

class KindGiven extends Given {
  @Field.enum({ flow_run: 'flow_run', task_run: 'task_run' })
  declare kind: RunType;
}

/**
 * Keeps the states of runs. A state is appended and never changed; the run's row says which one is current.
 *
 * Ids may have any form of a UUID; the canonical form is returned. A bad id, a limit below 0 or an unknown option is a
 * {@link ValidationError} before the database is asked.
 *
 * States are read and returned as `State`, or as the class given as `stateClass`; you may give states of other classes.
 *
 * @example
 * ```ts
 * import { State } from 'prefect-states/v3';
 *
 * const states = new RunStates(database, 'flow_run', { stateClass: State });
 * const [first] = await states.history(runId); // with the details that only Prefect 3 has
 * ```
 */
export class RunStates<S extends State = State> {
  readonly #database: Database;
  readonly #tables: RunTables;
  readonly #policies: Policies;
  readonly #stateClass: StateClass<S>;

  constructor(database: Database, kind: RunType, options: PolicyOptions & StateReadOptions<S> = {}) {
    this.#database = database;
    this.#tables = RUN_TABLES[read(RunStates, KindGiven, { kind }).kind];
    this.#policies = options.policies ?? {};
    this.#stateClass = classOf(options, RunStates);
  }

  /**
   * Moves a run into a state and keeps the state, without asking the rules. To ask them, see {@link RunStates.propose}.
   *
   * A state that is not later than the run's current one is kept one microsecond after it, so that the history stays in
   * order. By Prefect 3's rules the state of a flow run is kept at the first free microsecond from its time on.
   * `stateDetails` gets the ids of the run, and the run's columns are updated (counts, times). The run's row is locked until
   * the transaction ends.
   *
   * @returns the state as it was kept, and as every read gives it
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
   * @throws {@link SerializationError} for what JSON cannot hold, with its place
   */
  async append(runId: string, state: State | ProposedState, options: WriteOptions = {}): Promise<S> {
    const id = idOf(RunStates, runId, 'run_id');
    const given = stateOf(RunStates, state, this.#stateClass);
    const rules = { policies: this.#policies, stateClass: this.#stateClass, policy: [] };
    const { manager, signal } = read(RunStates, WriteGiven, options);
    const work = (own: EntityManager): Promise<DecisionOf<S>> => moveRun(own, this.#tables, id, given, rules);
    return (await this.#database.writeTogether(work, { row: id, manager, signal })).state!;
  }

  /**
   * Proposes a state for a run: the orchestration rules decide about it. A proposal (`StateCreate`) is read as the state
   * that it asks for. The decision is written in the same transaction, under the run's lock: of two proposals at the same
   * time, the second sees the result of the first.
   *
   * @returns the decision; its state is the current one of the run, as it was kept
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link RuleError} when a rule throws, or gives an invalid answer; nothing is written then
   * @throws {@link ValidationError} for a text that the database cannot hold, and for a field that no column keeps
   */
  async propose(
    runId: string,
    state: State | ProposedState,
    options: WriteOptions & RuleOptions = {},
  ): Promise<DecisionOf<S>> {
    const id = idOf(RunStates, runId, 'run_id');
    const given = stateOf(RunStates, state, this.#stateClass);
    const { policy, force, manager, signal } = read(RunStates, RulesGiven, options);
    const rules = {
      policies: this.#policies,
      stateClass: this.#stateClass,
      force,
      ...(policy === null ? {} : { policy }),
    };
    const work = (own: EntityManager): Promise<DecisionOf<S>> => moveRun(own, this.#tables, id, given, rules);
    return this.#database.writeTogether(work, { row: id, manager, signal });
  }

  /**
   * Keeps past states, each at its own time; the run moves only to those that are later than its current state. All are kept,
   * or none.
   *
   * @returns the states as they were kept, in the order given
   * @throws {@link ObjectNotFoundError} when there is no such run
   * @throws {@link ValidationError} as {@link RunStates.append} does; places begin with `states`
   * @throws the database's own error, when two of them have the same time, or the run has a state at the time of one
   */
  async bulkAppend(
    runId: string,
    states: readonly (State | ProposedState)[],
    options: WriteOptions = {},
  ): Promise<S[]> {
    const id = idOf(RunStates, runId, 'run_id');
    const given = statesOf(RunStates, states, this.#stateClass);
    const { manager, signal } = read(RunStates, WriteGiven, options);
    const rules = { policies: this.#policies, stateClass: this.#stateClass };
    const work = (own: EntityManager): Promise<S[]> => moveRunThrough(own, this.#tables, id, given, rules);
    return this.#database.writeTogether(work, { row: id, manager, signal });
  }

  /**
   * Reads one state, with its data.
   *
   * @returns null when there is no state with the id
   */
  async find(stateId: string, options: WriteOptions = {}): Promise<S | null> {
    const id = idOf(RunStates, stateId, 'state_id');
    const { manager } = read(RunStates, WriteGiven, options);
    return readState(manager ?? this.#database.reader, this.#tables, id, this.#stateClass);
  }

  /** Reads the states of a run, by default the oldest first; none for an unknown run. */
  async history(runId: string, options: HistoryOptions = {}): Promise<S[]> {
    const id = idOf(RunStates, runId, 'run_id');
    const { order, limit, after, withData } = read(RunStates, HistoryGiven, options);
    const [direction, beyond] = order === 'oldest' ? (['ASC', '>'] as const) : (['DESC', '<'] as const);
    const isBeyond = after === null ? '' : `AND state.timestamp ${beyond} ?`;
    const most = limit === null ? '' : 'LIMIT ?';
    const found = await readStates(this.#database.reader, this.#tables.kind, {
      where: `state.${this.#tables.kind}_id = ? ${isBeyond} ORDER BY state.timestamp ${direction} ${most}`,
      parameters: [id, ...(after === null ? [] : [toTimestamp(after, 'after')]), ...(limit === null ? [] : [limit])],
      withData,
      stateClass: this.#stateClass,
    });
    return found.map(({ state }) => state);
  }

  /**
   * Reads the states of a run, the oldest first, with their data, and never holds more than a page: about 256 kB, or one
   * larger state. No connection is held between two pages; a state that is appended meanwhile comes at the end.
   *
   * @returns the pages; none for a run without a state, and for an unknown run
   * @example
   * ```ts
   * for await (const page of states.historyPages(runId)) for (const state of page) console.log(state.name);
   * ```
   */
  historyPages(runId: string, options: PageOptions = {}): AsyncIterable<readonly S[]> {
    const id = idOf(RunStates, runId, 'run_id');
    const { pageSize } = read(RunStates, PagesGiven, options);
    const pages = { runId: id, pageSize, stateClass: this.#stateClass };
    return pagesOf(this.#database.reader, this.#tables.kind, pages);
  }

  /**
   * Reads the current states of many runs in one query, with their data.
   *
   * @returns the states by the canonical ids of the runs, without unknown runs and runs in no state
   */
  async current(runIds: readonly string[]): Promise<Map<string, S>> {
    const { reader, dialect } = this.#database;
    const ids = dialect.listOf(idsOf(RunStates, runIds));
    const found = await readStates(reader, this.#tables.kind, {
      where: `state.id IN (SELECT run.state_id FROM ${this.#tables.kind} run WHERE run.id ${dialect.isOneOf('?')})`,
      parameters: [ids],
      stateClass: this.#stateClass,
    });
    return new Map(found.map(({ runId, state }) => [runId, state]));
  }

  /** Counts runs by the type of their current state; runs in no state are not counted. */
  countByState(): Promise<CountByState> {
    return countByState(this.#database.reader.createQueryBuilder(this.#tables.run, 'run'));
  }
}
