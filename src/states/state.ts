import { type DateTime } from 'luxon';

import { codecOf, type CopyOptions, markInert, type ModelClass } from '../codec/index.js';
import { Field, givesWire } from '../fields/index.js';
import { type StandardProps } from '../model/index.js';
import { now } from '../time/index.js';
import { makePaused, makeScheduled, makeState } from './factories.js';
import { STATE } from './is-state.js';
import { NAME_FROM_TYPE, SCHEDULED_NOW } from './settling.js';
import { StateBaseModel } from './state-base-model.js';
import { StateCreate } from './state-create.js';
import { StateDetails } from './state-details.js';
import {
  type FactoryFields,
  type NamedFactoryFields,
  type Pause,
  type ReschedulingPause,
  type Schedule,
  type StateClass,
  type StateFields,
  type StateJson,
  type StateUpdate,
} from './state-fields.js';
import { getStateResult, type ResultOptions } from './state-result.js';
import { keyOf, reprOf, textOf } from './state-text.js';
import { StateType, TERMINAL_STATES } from './state-type.js';
import { warnOnce } from './warn-once.js';

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
export class State extends StateBaseModel {
  /** What sort of state it is. */
  @Field.enum(StateType)
  declare type: StateType;

  /** What people call the state; the type's own name unless another was given. */
  @Field.string({ default: null, settle: NAME_FROM_TYPE })
  declare name: string;

  /** When the run came into the state, to the microsecond; now unless given. */
  @Field.dateTime({ default: () => now() })
  declare timestamp: DateTime;

  /** What a person should know about it. */
  @Field.string({ default: null, examples: ['Run started'] })
  declare message: string | null;

  /** The result of the run, or what leads to it; kept by reference. */
  @Field.json({
    default: null,
    description: 'Data associated with the state, e.g. a result. Content must be storable as JSON.',
  })
  declare data: unknown;

  /** What else is known of it. */
  @Field.nested(() => StateDetails, { default: () => StateDetails.parse({}), settle: SCHEDULED_NOW })
  declare stateDetails: StateDetails;

  declare static readonly '~standard': StandardProps<State>;

  constructor(fields: StateFields) {
    super(fields);
  }

  /**
   * Makes a state for a run that is to begin at a given time, or now.
   *
   * @throws {@link ValueError} when `stateDetails` has a scheduled time already
   */
  static scheduled<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    fields?: FactoryFields<F> & Schedule,
  ): T {
    return makeScheduled(this, fields);
  }

  /** Makes a state for a run that has ended well. */
  static completed<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.COMPLETED, fields);
  }

  /** Makes a state for a run that is at work. */
  static running<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.RUNNING, fields);
  }

  /** Makes a state for a run that has ended with an error of its own. */
  static failed<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.FAILED, fields);
  }

  /** Makes a state for a run that was ended from outside its own code. */
  static crashed<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.CRASHED, fields);
  }

  /** Makes a state for a run that is about to be cancelled. */
  static cancelling<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.CANCELLING, fields);
  }

  /** Makes a state for a run that was cancelled. */
  static cancelled<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.CANCELLED, fields);
  }

  /** Makes a state for a run that is about to be at work. */
  static pending<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: FactoryFields<F>): T {
    return makeState(this, StateType.PENDING, fields);
  }

  /**
   * Makes a state for a run that waits to be resumed. `pauseKey` and `reschedule` take the place of what `stateDetails`
   * says of them.
   *
   * @throws {@link ValueError} when `stateDetails` has a pause timeout already, and for both `timeoutSeconds` and
   * `pauseExpirationTime`
   */
  static paused<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    fields?: FactoryFields<F> & ReschedulingPause,
  ): T {
    return makePaused(this, fields);
  }

  /** Makes a paused state, named `Suspended`, whose run leaves its process. @throws as {@link State.paused} */
  static suspended<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    fields?: NamedFactoryFields<F> & Pause,
  ): T {
    return makePaused(this, { ...fields, name: 'Suspended', reschedule: true });
  }

  /** Makes a scheduled state, named `AwaitingRetry`. @throws as {@link State.scheduled} */
  static awaitingRetry<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    fields?: NamedFactoryFields<F> & Schedule,
  ): T {
    return makeScheduled(this, { ...fields, name: 'AwaitingRetry' });
  }

  /** Makes a running state, named `Retrying`. */
  static retrying<T extends State, F extends StateFields>(this: StateClass<T, F>, fields?: NamedFactoryFields<F>): T {
    return makeState(this, StateType.RUNNING, { ...fields, name: 'Retrying' });
  }

  /** Makes a scheduled state, named `Late`. @throws as {@link State.scheduled} */
  static late<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    fields?: NamedFactoryFields<F> & Schedule,
  ): T {
    return makeScheduled(this, { ...fields, name: 'Late' });
  }

  /**
   * Makes a state from a row whose `data` is kept in another table: `row.data` is never touched, since merely reading it
   * may load it.
   *
   * @param row - has the properties of a state, except `data`
   * @param withData - what the state's `data` holds instead
   * @throws {@link ValidationError} when the row is not a state
   * @source prefect 2.20.25, server/schemas/states.py, `State.from_orm_without_result`
   */
  static fromOrmWithoutResult<T extends State, F extends StateFields>(
    this: StateClass<T, F>,
    row: object,
    { withData = null }: { readonly withData?: unknown } = {},
  ): T {
    const columns = row as Readonly<Record<string, unknown>>;
    const fields: Record<string, unknown> = { data: withData };
    for (const { property } of codecOf(this as unknown as ModelClass<T>).plan.fields) {
      if (property !== 'data') fields[property] = columns[property] ?? null;
    }
    return new this(fields as unknown as F);
  }

  isScheduled(): boolean {
    return this.type === StateType.SCHEDULED;
  }

  isPending(): boolean {
    return this.type === StateType.PENDING;
  }

  isRunning(): boolean {
    return this.type === StateType.RUNNING;
  }

  isCompleted(): boolean {
    return this.type === StateType.COMPLETED;
  }

  isFailed(): boolean {
    return this.type === StateType.FAILED;
  }

  isCrashed(): boolean {
    return this.type === StateType.CRASHED;
  }

  isCancelled(): boolean {
    return this.type === StateType.CANCELLED;
  }

  isCancelling(): boolean {
    return this.type === StateType.CANCELLING;
  }

  isPaused(): boolean {
    return this.type === StateType.PAUSED;
  }

  /** Whether the run has ended: completed, failed, crashed or cancelled. */
  isFinal(): boolean {
    return TERMINAL_STATES.has(this.type);
  }

  /**
   * Copies the state, for another row: the timestamp is now unless one is given. The id stays, unless `resetFields`.
   *
   * @source prefect 2.20.25, server/schemas/states.py, `State.copy`
   */
  override copy(options: CopyOptions<StateUpdate & Omit<this, keyof State>> = {}): this {
    return super.copy(options);
  }

  protected override renewedFields(): ReadonlySet<string> {
    return RENEWED;
  }

  @givesWire
  override toJSON(): StateJson {
    return super.toJSON() as StateJson;
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
    return getStateResult(this, options);
  }

  /** Makes the proposal of this state. @deprecated Use {@link StateCreate.fromState}. */
  toStateCreate(): StateCreate {
    warnOnce(
      'PREFECT_STATES_TO_STATE_CREATE',
      'state.toStateCreate() is deprecated. Use StateCreate.fromState(state) instead.',
    );
    return StateCreate.fromState(this);
  }
}
Object.defineProperty(State.prototype, STATE, { value: true });
markInert(State);
