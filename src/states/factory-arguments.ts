/* What the static factories of `State` take. */
import { type DateTimeInput, type FieldsOf } from '../model/index.js';
import { type AnyState } from './any-state.js';

// an argument may be left out where no field is required
type Argument<Fields> = Partial<Fields> extends Fields ? [fields?: Fields] : [fields: Fields];

/** The argument of a factory: fields, and what it takes beside them. */
export type FactoryArguments<S extends AnyState, Beside = unknown> = Argument<Omit<FieldsOf<S>, 'type'> & Beside>;

/** The argument of a factory that gives the state its name. */
export type NamedFactoryArguments<S extends AnyState, Beside = unknown> = Argument<
  Omit<FieldsOf<S>, 'type' | 'name'> & Beside
>;

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
