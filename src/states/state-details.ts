import { type DateTime } from 'luxon';

import { markInert } from '../codec/index.js';
import { Field, givesWire, Kinds } from '../fields/index.js';
import { PrefectBaseModel, type StandardProps } from '../model/index.js';

/** What a date field takes: a luxon value, a `Date` (read as UTC), or wire text. */
export type DateTimeInput = DateTime | Date | string;

/** What {@link StateDetails} are made of. What is left out is null or false. */
export interface StateDetailsFields {
  readonly flowRunId?: string | null;
  readonly taskRunId?: string | null;
  readonly childFlowRunId?: string | null;
  readonly scheduledTime?: DateTimeInput | null;
  readonly cacheKey?: string | null;
  readonly cacheExpiration?: DateTimeInput | null;
  readonly untrackableResult?: boolean;
  readonly pauseTimeout?: DateTimeInput | null;
  readonly pauseReschedule?: boolean;
  readonly pauseKey?: string | null;
  readonly runInputKeyset?: Readonly<Record<string, string>> | null;
  readonly refreshCache?: boolean | null;
  readonly retriable?: boolean | null;
  readonly transitionId?: string | null;
  readonly taskParametersId?: string | null;
}

/** The wire object of {@link StateDetails}: every key is there. A type, because an interface is no JSON object to TypeScript. */
export type StateDetailsJson = {
  readonly flow_run_id: string | null;
  readonly task_run_id: string | null;
  readonly child_flow_run_id: string | null;
  readonly scheduled_time: string | null;
  readonly cache_key: string | null;
  readonly cache_expiration: string | null;
  readonly untrackable_result: boolean;
  readonly pause_timeout: string | null;
  readonly pause_reschedule: boolean;
  readonly pause_key: string | null;
  readonly run_input_keyset: Readonly<Record<string, string>> | null;
  readonly refresh_cache: boolean | null;
  readonly retriable: boolean | null;
  readonly transition_id: string | null;
  readonly task_parameters_id: string | null;
};

/**
 * What is known of a state beside its type: which run it belongs to, when it is to begin, how it was cached or paused.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `StateDetails`
 */
export class StateDetails extends PrefectBaseModel {
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

  /** When the cached result ends to be valid; null is never. */
  @Field.dateTime({ default: null })
  declare cacheExpiration: DateTime | null;

  /** Whether the result is of a sort that cannot be followed from task to task. */
  @Field.bool({ default: false })
  declare untrackableResult: boolean;

  /** When a paused run fails unless it was resumed. */
  @Field.dateTime({ default: null })
  declare pauseTimeout: DateTime | null;

  /** Whether a paused run leaves its process and is scheduled anew when it is resumed. */
  @Field.bool({ default: false })
  declare pauseReschedule: boolean;

  /** Tells one pause of a run from another. */
  @Field.string({ default: null })
  declare pauseKey: string | null;

  /** The keys under which a paused run's inputs are kept. */
  @Field.record(Kinds.string(), { default: null })
  declare runInputKeyset: Record<string, string> | null;

  /** Whether a cached result is to be made anew. */
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

  declare static readonly '~standard': StandardProps<StateDetails>;

  constructor(fields: StateDetailsFields) {
    super(fields);
  }

  @givesWire
  override toJSON(): StateDetailsJson {
    return super.toJSON() as StateDetailsJson;
  }
}
markInert(StateDetails);
