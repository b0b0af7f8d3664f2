import { type JsonValue } from '../fields/index.js';
import {
  type StateDetails,
  type DateTimeInput,
  type StateDetailsFields,
  type StateDetailsJson,
} from './state-details.js';
import { type StateType } from './state-type.js';

/** What a `State` is made of. */
export interface StateFields {
  readonly type: StateType;
  /** UUID; left out, a random one. */
  readonly id?: string;
  /** Left out or null, the type's own name (`Running`). */
  readonly name?: string | null;
  /** Left out, now. */
  readonly timestamp?: DateTimeInput;
  readonly message?: string | null;
  /** A result, or anything else that JSON holds; kept by reference. */
  readonly data?: unknown;
  readonly stateDetails?: StateDetails | StateDetailsFields;
}

/** What a copy of a `State` may replace. */
export type StateUpdate = Omit<StateFields, 'name'> & { readonly name?: string };

/** A class of states, `State` or one that extends it and may take more fields. */
export type StateClass<T, F extends StateFields = StateFields> = new (fields: F) => T;

/** The wire object of a `State`: every key is there. */
export type StateJson = {
  readonly id: string;
  readonly type: StateType;
  readonly name: string;
  readonly timestamp: string;
  readonly message: string | null;
  readonly data: JsonValue;
  readonly state_details: StateDetailsJson;
};

/** What the factories of `State` take; the type is theirs. `F` is what the class itself takes. */
export type FactoryFields<F extends StateFields = StateFields> = Omit<F, 'type'>;

/** What the factories take that give the state its name. */
export type NamedFactoryFields<F extends StateFields = StateFields> = Omit<F, 'type' | 'name'>;

/** When a scheduled state is to begin. */
export interface Schedule {
  /** Planned start; left out, now. */
  readonly scheduledTime?: DateTimeInput | null;
}

/** How long a suspended state waits. */
export interface Pause {
  /** Seconds until the run fails unless it is resumed; not together with `pauseExpirationTime`. */
  readonly timeoutSeconds?: number | null;
  /** When the run fails unless it is resumed; not together with `timeoutSeconds`. */
  readonly pauseExpirationTime?: DateTimeInput | null;
  /** Tells one pause of a run from another. */
  readonly pauseKey?: string | null;
}

/** How a paused state waits. */
export interface ReschedulingPause extends Pause {
  /** Whether the run leaves its process and is scheduled anew when it is resumed. @defaultValue false */
  readonly reschedule?: boolean;
}
