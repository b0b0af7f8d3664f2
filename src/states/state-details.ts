import { type DateTime } from 'luxon';

import { Field, types } from '../fields/index.js';
import {
  type AnyModel,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  PrefectBaseModel,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';

/** What {@link StateDetails} are made of. What is left out is null or false. */
export type StateDetailsFields = FieldsOf<StateDetails>;

/** The wire object of {@link StateDetails}: every key is there. */
export type StateDetailsJson = JsonOf<StateDetails>;

/**
 * What is known of a state beside its type: which run it belongs to, when it is to begin, how it was cached or paused.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `StateDetails`
 */
export class StateDetails<Self extends AnyModel = Unnamed> extends PrefectBaseModel<Self, StateDetails> {
  /** The flow run that is in the state, or that the task run belongs to. */
  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  /** The task run that is in the state. */
  @Field.uuid({ default: null })
  declare taskRunId: string | null;

  /** The flow run that a task run stands for, when the task is a subflow. */
  @Field.uuid({ default: null })
  declare childFlowRunId: string | null;

  /** When the run is to begin; a scheduled state always has one. */
  @Field.dateTime({ default: null })
  declare scheduledTime: DateTime | null;

  /** The key under which the result of the task run is cached. */
  @Field.string({ default: null })
  declare cacheKey: string | null;

  /** When the cached result expires; null for never. */
  @Field.dateTime({ default: null })
  declare cacheExpiration: DateTime | null;

  /** Whether the result is of a kind that cannot be tracked from task to task. */
  @Field.bool({ default: false })
  declare untrackableResult: Defaulted<boolean>;

  /** When a paused run fails unless it was resumed. */
  @Field.dateTime({ default: null })
  declare pauseTimeout: DateTime | null;

  /** Whether a paused run leaves its process and is scheduled again when it is resumed. */
  @Field.bool({ default: false })
  declare pauseReschedule: Defaulted<boolean>;

  /** Tells one pause of a run from another. */
  @Field.string({ default: null })
  declare pauseKey: string | null;

  /** The keys under which a paused run's inputs are kept. */
  @Field.record(types.string(), { default: null })
  declare runInputKeyset: Record<string, string> | null;

  /** Whether a cached result is to be made again. */
  @Field.bool({ default: null })
  declare refreshCache: boolean | null;

  /** Whether a failed task run may be tried again. */
  @Field.bool({ default: null })
  declare retriable: boolean | null;

  /** The transition that made the state; given by the client. */
  @Field.uuid({ default: null })
  declare transitionId: string | null;

  /** The document that holds the task run's parameters. */
  @Field.uuid({ default: null })
  declare taskParametersId: string | null;

  declare static readonly '~standard': StandardModel<StateDetails>;
}
