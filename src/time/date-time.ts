/*
 * What this package puts on luxon's `DateTime`: microseconds and a text; luxon's documented way to make one; and the calendar
 * that the wire has, ISO 8601's, of the years 1 to 9999.
 */
import { DateTime, FixedOffsetZone, type Zone } from 'luxon';

/**
 * luxon counts milliseconds, Prefect microseconds. The three digits that luxon has no place for ride on the `DateTime`
 * under a symbol: luxon does not see them, and they stay with the object wherever it is passed.
 *
 * The symbol is enumerable on purpose: Jest's `toEqual` looks at enumerable symbols, so that two instants of one
 * millisecond stay different in a user's specs.
 */
export const EXACT = Symbol.for('prefect-states.exact');

/** A `DateTime` as what may carry microseconds: 1 to 999, past the millisecond. A plain luxon value has none. */
export interface Carrier {
  [EXACT]?: number;
}

/** The digits past the millisecond, 0 to 999; 0 for a value that luxon made. @internal */
export function pastMillisecond(dateTime: DateTime): number {
  return (dateTime as Carrier)[EXACT] ?? 0;
}

/** A class that extends it puts its private fields on an object that is there already. */
export const Target = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/** How UTC is written. */
export type Utc = '+00:00' | 'Z';

/**
 * Room on a `DateTime` for its canonical text. It is a private field, so that a text that was asked for makes no difference
 * to an equality check, and no object of its own, which would weigh more than the text's place.
 */
export class TextRoom extends Target {
  #text: string | null;

  /** Makes the room, once for a value. */
  constructor(dateTime: DateTime, text: string | null) {
    super(dateTime);
    this.#text = text;
  }

  /**
   * The text of an instant. It is written when it is first asked for, and kept where there is room.
   *
   * @param utc - how it is to be written; a text that is there may have UTC in either way
   */
  static textOf(dateTime: DateTime, write: (dateTime: DateTime, utc: Utc) => string, utc: Utc): string {
    return #text in dateTime ? (dateTime.#text ??= write(dateTime, utc)) : write(dateTime, utc);
  }
}

/**
 * Makes a luxon value.
 *
 * @param milliseconds - since 1970-01-01T00:00:00Z, whole
 * @param offset - minutes east of UTC
 * @param microsecond - past the millisecond, 0 to 999
 * @param text - the canonical text, when the caller has it already
 * @param civil - the local reading, when the caller has it already
 */
export type MakeDateTime = (
  milliseconds: number,
  offset: number,
  microsecond?: number,
  text?: string | null,
  civil?: Civil | null,
) => DateTime<true>;

/** By luxon's documented way. */
export const makePublicly: MakeDateTime = (milliseconds, offset, microsecond = 0, text = null) => {
  const made = DateTime.fromMillis(milliseconds, { zone: zoneOf(offset) }) as DateTime<true>;
  if (microsecond !== 0) carry(made, microsecond, text);
  return made;
};

/** Puts microseconds on a value that luxon made. */
export function carry(dateTime: DateTime, microsecond: number, text: string | null): void {
  (dateTime as Carrier)[EXACT] = microsecond;
  new TextRoom(dateTime, text);
}

const zones = new Map<number, Zone>([[0, FixedOffsetZone.utcInstance]]);

/** The zone of an offset, in minutes east of UTC; one object for all its instants. */
export function zoneOf(offset: number): Zone {
  let zone = zones.get(offset);
  if (zone === undefined) zones.set(offset, (zone = FixedOffsetZone.instance(offset)));
  return zone;
}

/** The first year that the wire can hold: Python knows no year 0. */
export const MIN_YEAR = 1;

/** The last year that the wire can hold: it has four digits. */
export const MAX_YEAR = 9999;

/** The local reading of an instant; luxon's own record, key for key. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const DAY = 86_400_000;
const DAYS_TO_1970 = 719_468;
const DAYS_IN_ERA = 146_097;

/**
 * The calendar's reading of local milliseconds, in numbers alone: years begin in March, eras have 400 of them. `| 0` keeps
 * the divisions whole, which costs a tenth of what it costs in fractions.
 */
export function civilAt(local: number): Civil {
  const days = Math.floor(local / DAY) | 0;
  const inDay = (local - days * DAY) | 0;
  const fromMarch = days + DAYS_TO_1970;
  const era = Math.floor(fromMarch / DAYS_IN_ERA) | 0;
  const dayOfEra = (fromMarch - era * DAYS_IN_ERA) | 0;
  const leapDays = ((dayOfEra / 1460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0);
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const shifted = ((5 * dayOfYear + 2) / 153) | 0;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const minutes = (inDay / 60_000) | 0;
  const hour = (minutes / 60) | 0;
  const inMinute = inDay - minutes * 60_000;
  const second = (inMinute / 1000) | 0;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - (((153 * shifted + 2) / 5) | 0) + 1,
    hour,
    minute: minutes - hour * 60,
    second,
    millisecond: inMinute - second * 1000,
  };
}

const LENGTHS = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Days from 1970-01-01 to a date of the calendar, by the same reckoning; null for a date that the calendar does not have. */
export function dayOf(year: number, month: number, day: number): number | null {
  if (year < MIN_YEAR || month < 1 || month > 12 || day < 1) return null;
  if (day > LENGTHS[month]! && !(day === 29 && month === 2 && isLeap(year))) return null;
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400) | 0;
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - ((yearOfEra / 100) | 0) + dayOfYear;
  return era * DAYS_IN_ERA + dayOfEra - DAYS_TO_1970;
}

/** Whether a year has 29 February. */
export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
