import { type DateTimeInput, type FieldsOf, type JsonOf, type OfType, type UpdateOf } from '../model/index.js';
import { type State } from './state.js';
import { type StateType } from './state-type.js';

/** What a `State` is made of. `name` left out or null is the type's own (`Running`), `timestamp` now, `id` a random one. */
export type StateFields = FieldsOf<State>;

/** What a copy of a `State` may replace. */
export type StateUpdate = UpdateOf<State>;

/** A class of states, `State` or one that extends it. */
export type StateClass<S extends State = State> = new (fields: never) => S;

/** A state of which the type is known, and with it that a scheduled one has its time. */
export type StateOf<S extends State, Type extends StateType> = OfType<S, Type>;

/** The wire object of a `State`; what `type` says tells the rest apart. */
export type StateJson = JsonOf<State>;

/** What the factories of a class of states take; the type is theirs. */
export type FactoryFields<S extends State = State> = Omit<FieldsOf<S>, 'type'>;

/** What the factories take that give the state its name. */
export type NamedFactoryFields<S extends State = State> = Omit<FieldsOf<S>, 'type' | 'name'>;

// an argument may be left out where no field is required
type Argument<Fields> = Partial<Fields> extends Fields ? [fields?: Fields] : [fields: Fields];

/** The argument of a factory, with what it takes beside fields. */
export type FactoryArguments<S extends State, Beside = unknown> = Argument<FactoryFields<S> & Beside>;

/** The argument of a factory that gives the state its name. */
export type NamedFactoryArguments<S extends State, Beside = unknown> = Argument<NamedFactoryFields<S> & Beside>;

/** When a scheduled state is to begin. */
export interface ScheduleOptions {
  /** Planned start; left out, now. */
  readonly scheduledTime?: DateTimeInput | null;
}

/** How long a suspended state waits: for so many seconds, or until a time, not both. */
export type PauseOptions = {
  /** Tells one pause of a run from another. */
  readonly pauseKey?: string | null;
} & (
  | {
      /** Seconds until the run fails unless it is resumed. */
      readonly timeoutSeconds?: number | null;
      readonly pauseExpirationTime?: null;
    }
  | {
      readonly timeoutSeconds?: null;
      /** When the run fails unless it is resumed. */
      readonly pauseExpirationTime?: DateTimeInput | null;
    }
);

/** How a paused state waits. */
export type ReschedulingPauseOptions = PauseOptions & {
  /** Whether the run leaves its process and is scheduled again when it is resumed. @defaultValue false */
  readonly reschedule?: boolean;
};
