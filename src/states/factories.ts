/* What the static factories of `State` do. They make instances of the class that they are called on. */
import { codecOf, type ModelClass } from '../codec/index.js';
import { ValueError } from '../errors/index.js';
import { inputOf } from '../fields/index.js';
import { pythonTypeName } from '../values/index.js';
import { addMicroseconds, currentDateTime, isDateTime } from '../time/index.js';
import { type DateTimeInput } from '../model/index.js';
import { type AnyState, type StateOf } from './any-state.js';
import { type ScheduleOptions } from './factory-arguments.js';
import { type StateDetails, type StateDetailsFields } from './state-details.js';
import { StateType } from './state-type.js';

/** What a caller may pass about a pause, including what the types forbid. */
interface PauseGiven {
  readonly timeoutSeconds?: number | null | undefined;
  readonly pauseExpirationTime?: DateTimeInput | null | undefined;
  readonly reschedule?: boolean | undefined;
  readonly pauseKey?: string | null | undefined;
}

type DetailsInput = StateDetails | StateDetailsFields | undefined;

/** Fields of a state of any class. Only the details are read here. */
interface Given {
  readonly name?: string | null;
  readonly stateDetails?: DetailsInput;
}

type ClassOf<S> = new (fields: never) => S;

/** Makes a state of a type. */
export function createState<S extends AnyState, Type extends StateType>(
  cls: ClassOf<S>,
  type: Type,
  fields?: object,
): StateOf<S, Type> {
  return new cls((fields === undefined ? { type } : { ...fields, type }) as never) as StateOf<S, Type>;
}

/** Makes a scheduled state. @source prefect 2.20.25, server/schemas/states.py, `Scheduled` */
export function createScheduled<S extends AnyState>(
  cls: ClassOf<S>,
  given: Given & ScheduleOptions = {},
): StateOf<S, 'SCHEDULED'> {
  const { scheduledTime, stateDetails, ...fields } = given;
  return createState(cls, StateType.SCHEDULED, {
    ...fields,
    stateDetails: scheduledDetails(readDetails(cls, stateDetails), scheduledTime),
  });
}

/** Makes a paused state. @source prefect 2.20.25, server/schemas/states.py, `Paused` */
export function createPaused<S extends AnyState>(
  cls: ClassOf<S>,
  given: Given & PauseGiven = {},
): StateOf<S, 'PAUSED'> {
  const { timeoutSeconds, pauseExpirationTime, reschedule, pauseKey, stateDetails, ...fields } = given;
  const pause = { timeoutSeconds, pauseExpirationTime, reschedule, pauseKey };
  const details = pausedDetails(readDetails(cls, stateDetails), pause);
  return createState(cls, StateType.PAUSED, { ...fields, stateDetails: details });
}

function scheduledDetails(details: StateDetails, scheduledTime: DateTimeInput | null = null): StateDetails {
  if (scheduledTime !== null && details.scheduledTime !== null) {
    throw ValueError.of('An extra scheduled_time was provided in state_details');
  }
  return details.copy({ update: { scheduledTime: scheduledTime ?? currentDateTime() } });
}

function pausedDetails(details: StateDetails, pause: PauseGiven): StateDetails {
  const { timeoutSeconds = null, pauseExpirationTime = null, reschedule = false, pauseKey = null } = pause;
  if (details.pauseTimeout !== null) throw ValueError.of('An extra pause timeout was provided in state_details');
  if (pauseExpirationTime !== null && timeoutSeconds !== null) {
    throw ValueError.of('Cannot supply both a pause_expiration_time and timeout_seconds');
  }
  const pauseTimeout = pauseExpirationTime ?? (timeoutSeconds === null ? undefined : secondsFromNow(timeoutSeconds));
  return details.copy({ update: { pauseTimeout, pauseReschedule: reschedule, pauseKey } });
}

function secondsFromNow(seconds: number): DateTimeInput {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) {
    throw ValueError.of(`unsupported type for timedelta seconds component: ${pythonTypeName(seconds)}`);
  }
  const then = addMicroseconds(currentDateTime(), Math.round(seconds * 1_000_000));
  if (!isDateTime(then)) throw ValueError.of('date value out of range');
  return then;
}

/**
 * Makes details from an instance or from plain fields. Their class is the one that the class of states nests. All fields of an
 * instance count as given.
 */
function readDetails(cls: ClassOf<AnyState>, given: DetailsInput): StateDetails {
  const Details = codecOf(cls as unknown as ModelClass).nestedIn('stateDetails') as unknown as typeof StateDetails;
  return inputOf(given) === null ? new Details(given ?? {}) : Details.parse(given);
}
