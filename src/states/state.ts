import { type DateTime } from 'luxon';

import { codecOf, type ModelClass } from '../codec/index.js';
import { Field } from '../fields/index.js';
import { type AnyModel, BY_TYPE, type Defaulted, type StandardModel, type Unnamed } from '../model/index.js';
import { currentDateTime } from '../time/index.js';
import { STATE, type StateOf } from './any-state.js';
import { createPaused, createScheduled, createState } from './factories.js';
import { blankDetails, NAME_FROM_TYPE, SCHEDULED_NOW } from './derived.js';
import {
  type FactoryArguments,
  type NamedFactoryArguments,
  type PauseOptions,
  type ReschedulingPauseOptions,
  type ScheduleOptions,
} from './factory-arguments.js';
import { type ProposedState } from './proposed-state.js';
import { resultOf } from './read-result.js';
import { resultFormsFor, type ResultOptions } from './result-forms.js';
import { StateBaseModel } from './state-base-model.js';
import { StateCreate } from './state-create.js';
import { StateDetails } from './state-details.js';
import { keyOf, reprOf, textOf } from './state-text.js';
import { StateType, stateType, TERMINAL_STATES, type TerminalStateType } from './state-type.js';
import { warnOnce } from './warn-once.js';

/** A class of states, `State` or one that extends it. */
export type StateClass<S extends State = State> = new (fields: never) => S;

const RENEWED: ReadonlySet<string> = new Set(['timestamp']);

/**
 * The state of a flow run or a task run, at one time.
 *
 * ```
 * wire <--parse, json--> State <--fromOrmWithoutResult, ormDict--> row
 * ```
 *
 * @source prefect 2.20.25, server/schemas/states.py, `State`
 * @example
 * ```ts
 * const state = State.completed({ message: 'All done' });
 * String(state) //=> "Completed('All done')"
 * state.isFinal() //=> true
 * ```
 */
export class State<Self extends AnyModel = Unnamed> extends StateBaseModel<Self, State> {
  /** The type of the state. */
  @Field.of(stateType)
  declare type: StateType;

  /** What people call the state; the type's own name unless another was given. */
  @Field.string({ default: null, derived: NAME_FROM_TYPE })
  declare name: Defaulted<string, null>;

  /** When the run entered the state, to the microsecond; now unless given. */
  @Field.dateTime({ default: currentDateTime })
  declare timestamp: Defaulted<DateTime>;

  /** A message for people. */
  @Field.string({ default: null, examples: ['Run started'] })
  declare message: string | null;

  /** The result of the run, or a reference to it. Kept by reference, not copied. */
  @Field.json({
    default: null,
    description: 'Data associated with the state, e.g. a result. Content must be storable as JSON.',
  })
  declare data: unknown;

  /** Further details of the state. */
  @Field.nested(() => StateDetails, { default: blankDetails, derived: SCHEDULED_NOW })
  declare stateDetails: Defaulted<StateDetails>;

  declare static readonly '~standard': StandardModel<State>;

  /** What the type tells of the other fields; for the compiler only. */
  declare readonly [BY_TYPE]?: { readonly SCHEDULED: { stateDetails: { scheduledTime: DateTime } } };

  /**
   * Makes a state for a run that starts at a given time, or now.
   *
   * @throws {@link ValueError} when `stateDetails` has a scheduled time already
   */
  static scheduled<S extends State>(
    this: StateClass<S>,
    ...[fields]: FactoryArguments<S, ScheduleOptions>
  ): StateOf<S, 'SCHEDULED'> {
    return createScheduled(this, fields);
  }

  /** Makes a state for a run that succeeded. */
  static completed<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'COMPLETED'> {
    return createState(this, StateType.COMPLETED, fields);
  }

  /** Makes a state for a run that is executing. */
  static running<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'RUNNING'> {
    return createState(this, StateType.RUNNING, fields);
  }

  /** Makes a state for a run that has ended with an error of its own. */
  static failed<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'FAILED'> {
    return createState(this, StateType.FAILED, fields);
  }

  /** Makes a state for a run that was ended from outside its own code. */
  static crashed<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'CRASHED'> {
    return createState(this, StateType.CRASHED, fields);
  }

  /** Makes a state for a run that is about to be cancelled. */
  static cancelling<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'CANCELLING'> {
    return createState(this, StateType.CANCELLING, fields);
  }

  /** Makes a state for a run that was cancelled. */
  static cancelled<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'CANCELLED'> {
    return createState(this, StateType.CANCELLED, fields);
  }

  /** Makes a state for a run that is about to execute. */
  static pending<S extends State>(this: StateClass<S>, ...[fields]: FactoryArguments<S>): StateOf<S, 'PENDING'> {
    return createState(this, StateType.PENDING, fields);
  }

  /**
   * Makes a state for a run that waits to be resumed. `pauseKey` and `reschedule` take the place of what `stateDetails`
   * says of them.
   *
   * @throws {@link ValueError} when `stateDetails` has a pause timeout already, and for both `timeoutSeconds` and
   * `pauseExpirationTime`
   */
  static paused<S extends State>(
    this: StateClass<S>,
    ...[fields]: FactoryArguments<S, ReschedulingPauseOptions>
  ): StateOf<S, 'PAUSED'> {
    return createPaused(this, fields);
  }

  /** Makes a paused state, named `Suspended`, whose run leaves its process. @throws as {@link State.paused} */
  static suspended<S extends State>(
    this: StateClass<S>,
    ...[fields]: NamedFactoryArguments<S, PauseOptions>
  ): StateOf<S, 'PAUSED'> {
    return createPaused(this, { ...fields, name: 'Suspended', reschedule: true });
  }

  /** Makes a scheduled state, named `AwaitingRetry`. @throws as {@link State.scheduled} */
  static awaitingRetry<S extends State>(
    this: StateClass<S>,
    ...[fields]: NamedFactoryArguments<S, ScheduleOptions>
  ): StateOf<S, 'SCHEDULED'> {
    return createScheduled(this, { ...fields, name: 'AwaitingRetry' });
  }

  /** Makes a running state, named `Retrying`. */
  static retrying<S extends State>(this: StateClass<S>, ...[fields]: NamedFactoryArguments<S>): StateOf<S, 'RUNNING'> {
    return createState(this, StateType.RUNNING, { ...fields, name: 'Retrying' });
  }

  /** Makes a scheduled state, named `Late`. @throws as {@link State.scheduled} */
  static late<S extends State>(
    this: StateClass<S>,
    ...[fields]: NamedFactoryArguments<S, ScheduleOptions>
  ): StateOf<S, 'SCHEDULED'> {
    return createScheduled(this, { ...fields, name: 'Late' });
  }

  /**
   * Makes a state from a row whose `data` is kept in another table: `row.data` is never read, because reading may load it from
   * the database.
   *
   * @param row - has the properties of a state, except `data`
   * @param withData - what the state's `data` holds instead
   * @throws {@link ValidationError} when the row is not a state
   * @source prefect 2.20.25, server/schemas/states.py, `State.from_orm_without_result`
   */
  static fromOrmWithoutResult<S extends State>(
    this: StateClass<S>,
    row: object,
    { withData = null }: { readonly withData?: unknown } = {},
  ): S {
    const columns = row as Readonly<Record<string, unknown>>;
    const fields: Record<string, unknown> = { data: withData };
    for (const { property } of codecOf(this as unknown as ModelClass<S>).plan.fields) {
      if (property !== 'data') fields[property] = columns[property] ?? null;
    }
    return new this(fields as never);
  }

  isScheduled(): this is StateOf<this, 'SCHEDULED'> {
    return this.type === StateType.SCHEDULED;
  }

  isPending(): this is StateOf<this, 'PENDING'> {
    return this.type === StateType.PENDING;
  }

  isRunning(): this is StateOf<this, 'RUNNING'> {
    return this.type === StateType.RUNNING;
  }

  isCompleted(): this is StateOf<this, 'COMPLETED'> {
    return this.type === StateType.COMPLETED;
  }

  isFailed(): this is StateOf<this, 'FAILED'> {
    return this.type === StateType.FAILED;
  }

  isCrashed(): this is StateOf<this, 'CRASHED'> {
    return this.type === StateType.CRASHED;
  }

  isCancelled(): this is StateOf<this, 'CANCELLED'> {
    return this.type === StateType.CANCELLED;
  }

  isCancelling(): this is StateOf<this, 'CANCELLING'> {
    return this.type === StateType.CANCELLING;
  }

  isPaused(): this is StateOf<this, 'PAUSED'> {
    return this.type === StateType.PAUSED;
  }

  /** Whether the run has ended: completed, failed, crashed or cancelled. */
  isFinal(): this is StateOf<this, TerminalStateType> {
    return TERMINAL_STATES.has(this.type);
  }

  protected override renewedFields(): ReadonlySet<string> {
    return RENEWED;
  }

  /**
   * Equal for states of the same run, time and type; a key for a `Map` or a `Set`.
   *
   * @throws {@link SerializationError} for a timestamp that the wire cannot hold
   * @source prefect 2.20.25, server/schemas/states.py, `State.__hash__`
   */
  hashKey(): string {
    return keyOf(this);
  }

  /**
   * The state for a log: its name, its message, and its type when the name does not tell it.
   *
   * @source prefect 2.20.25, server/schemas/states.py, `State.__str__`
   */
  override toString(): string {
    return textOf(this);
  }

  /**
   * The state for a developer: with its result. Secrets in it stay masked.
   *
   * @source prefect 2.20.25, server/schemas/states.py, `State.__repr__`
   */
  override repr(): string {
    return reprOf(this);
  }

  /** Gives the result. @deprecated Use {@link getStateResult}. @throws as {@link getStateResult} */
  async result(options: ResultOptions = {}): Promise<unknown> {
    warnOnce('PREFECT_STATES_RESULT', 'state.result() is deprecated. Use getStateResult(state) instead.');
    return resultOf(this, resultFormsFor(options), options.raiseOnFailure);
  }

  /** Makes the proposal of this state. @deprecated Use {@link StateCreate.fromState}. */
  toStateCreate(): ProposedState {
    warnOnce(
      'PREFECT_STATES_TO_STATE_CREATE',
      'state.toStateCreate() is deprecated. Use StateCreate.fromState(state) instead.',
    );
    return StateCreate.fromState(this);
  }
}
Object.defineProperty(State.prototype, STATE, { value: true });
