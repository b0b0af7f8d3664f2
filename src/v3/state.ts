import { codecFor } from '../codec/index.js';
import { Field, prefect3 } from '../fields/index.js';
import { pythonRepr, pythonText } from '../values/index.js';
import {
  type AnyModel,
  type ConstructorFields,
  type CopyOptions,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  type PrefectBaseModel,
  type StandardModel,
  type Unnamed,
  type UpdateOf,
  type WholeOf,
} from '../model/index.js';
import { newUuid7 } from '../text/index.js';
import * as states from '../states/index.js';
import { StateCreate } from './state-create.js';
import { StateDetails } from './state-details.js';

/** What a `State` is made of. `name` left out or null is the type's own (`Running`), `timestamp` now, `id` a new one. */
export type StateFields = FieldsOf<State>;

/** What a copy of a `State` may replace. */
export type StateUpdate = UpdateOf<State>;

/** The wire object of a `State`; what `type` says tells the rest apart. */
export type StateJson = JsonOf<State>;

const NOTHING: ReadonlySet<string> = new Set();
const ID_AND_TIME: ReadonlySet<string> = new Set(['id', 'timestamp']);

/**
 * The state of a flow run or a task run, at one time, as Prefect 3 has it. It is also a state of Prefect 2: code that takes
 * one takes the other, and each class reads the other's instances.
 *
 * @source prefect 3.8.8, server/schemas/states.py, `State`
 * @example
 * ```ts
 * const state = State.parseJson('{"type": "SCHEDULED", "timestamp": "2026-11-28T12:00:00.25Z"}');
 * state.dict({ jsonCompatible: true, include: ['timestamp'] }) //=> { timestamp: '2026-11-28T12:00:00.250000Z' }
 * ```
 */
export class State<Self extends AnyModel = Unnamed> extends states.State {
  static override readonly wire = prefect3;
  static override readonly description: string = 'Represents the state of a run.';

  /** UUID, version 7 when it was made here: later ones are greater. */
  @Field.uuid({ default: () => newUuid7(), promised: true })
  declare id: Defaulted<string>;

  /** What else is known of it. */
  @Field.nested(() => StateDetails, { default: () => StateDetails.parse({}) })
  declare stateDetails: Defaulted<StateDetails>;

  declare static readonly '~standard': StandardModel<State>;

  constructor(fields: ConstructorFields<Self, StateFields>) {
    super(fields);
  }

  /** Makes a scheduled state, named `AwaitingConcurrencySlot`. @throws as {@link State.scheduled} */
  static awaitingConcurrencySlot<S extends states.State>(
    this: states.StateClass<S>,
    ...[fields]: states.NamedFactoryArguments<S, states.ScheduleOptions>
  ): states.StateOf<S, 'SCHEDULED'> {
    return states.createScheduled(this, { ...fields, name: 'AwaitingConcurrencySlot' });
  }

  /** Makes a pending state, named `Submitting`. */
  static submitting<S extends states.State>(
    this: states.StateClass<S>,
    ...[fields]: states.NamedFactoryArguments<S>
  ): states.StateOf<S, 'PENDING'> {
    return states.createState(this, 'PENDING', { ...fields, name: 'Submitting' });
  }

  /** Makes a pending state, named `InfrastructurePending`. */
  static infrastructurePending<S extends states.State>(
    this: states.StateClass<S>,
    ...[fields]: states.NamedFactoryArguments<S>
  ): states.StateOf<S, 'PENDING'> {
    return states.createState(this, 'PENDING', { ...fields, name: 'InfrastructurePending' });
  }

  /**
   * Copies the state with its id and its time; the details are copied too, `data` only with `deep`.
   *
   * @throws {@link ValidationError} when a value in `update` is not the field's, or a name no field
   * @source pydantic 2, `BaseModel.model_copy`
   */
  override copy<M extends PrefectBaseModel>(
    this: M,
    options: Pick<CopyOptions<M>, 'update' | 'deep'> = {},
  ): WholeOf<M> {
    const { update, deep } = options;
    return super.copy({ update, deep }) as unknown as WholeOf<M>;
  }

  /**
   * A deep copy with a new id and time.
   *
   * @source prefect 3.8.8, server/schemas/states.py, `State.fresh_copy`
   */
  freshCopy(): this {
    return codecFor(this).copyWith(this, { deep: true }, ID_AND_TIME) as this;
  }

  /**
   * A copy with a new id.
   *
   * @source prefect 3.8.8, server/utilities/schemas/bases.py, `PrefectBaseModel.reset_fields`
   */
  resetFields(): this {
    return codecFor(this).copyWith(this, {}, this.resettableFields()) as this;
  }

  /**
   * Makes the proposal of this state.
   *
   * @source prefect 3.8.8, server/schemas/states.py, `State.to_state_create`
   */
  override toStateCreate(): StateCreate {
    return StateCreate.fromState(this);
  }

  /**
   * The state for a developer: with its data, as Python writes it. Secrets in it stay masked.
   *
   * @source prefect 3.8.8, server/schemas/states.py, `State.__repr__`
   */
  override repr(): string {
    const { name, message, type, data } = this as Partial<State>;
    return `${pythonText(name)}(message=${pythonRepr(message)}, type=${pythonText(type)}, result=${pythonRepr(data)})`;
  }

  protected override renewedFields(): ReadonlySet<string> {
    return NOTHING;
  }
}
