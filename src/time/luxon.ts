/*
 * The one place that knows luxon from inside. luxon's public way to an instant costs more than reading the rest of a
 * state: it makes a locale and asks a `Date` for seven numbers. The private way sets what luxon's constructor would set. Any
 * release may close it, so it is tried at first use against the public one, which takes over when they disagree.
 */
import { DateTime, FixedOffsetZone, Settings, type Zone } from 'luxon';

import { type Carrier, EXACT, TextRoom } from './exact.js';

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

/** What luxon's constructor leaves on an instance, in its order; and what rides on it. */
interface Inside extends Carrier {
  ts: number;
  _zone: Zone;
  loc: Locale;
  invalid: null;
  weekData: null;
  localWeekData: null;
  c: Civil;
  o: number;
  isLuxonDateTime: true;
}

/** Stands in for luxon's constructor, whose argument has another shape with every caller, which makes each look-up slow. */
function Plain(this: Inside, milliseconds: number, zone: Zone, loc: Locale, civil: Civil, offset: number): void {
  this.ts = milliseconds;
  this._zone = zone;
  this.loc = loc;
  this.invalid = null;
  this.weekData = null;
  this.localWeekData = null;
  this.c = civil;
  this.o = offset;
  this.isLuxonDateTime = true;
}

/** The same, with microseconds: what a constructor says beforehand has its place in the object, not in a list beside it. */
function Carrying(
  this: Inside,
  milliseconds: number,
  zone: Zone,
  loc: Locale,
  civil: Civil,
  offset: number,
  microsecond: number,
): void {
  this.ts = milliseconds;
  this._zone = zone;
  this.loc = loc;
  this.invalid = null;
  this.weekData = null;
  this.localWeekData = null;
  this.c = civil;
  this.o = offset;
  this.isLuxonDateTime = true;
  this[EXACT] = microsecond;
}
Plain.prototype = Carrying.prototype = DateTime.prototype;

type Making = new (...inside: unknown[]) => DateTime<true>;
const PlainDateTime = Plain as unknown as Making;
const CarryingDateTime = Carrying as unknown as Making;

/** By setting what luxon's constructor would set. */
export const makePrivately: MakeDateTime = (milliseconds, offset, microsecond = 0, text = null, civil = null) => {
  const zone = zoneOf(offset);
  const reading = civil ?? civilAt(milliseconds + offset * 60_000);
  if (microsecond === 0) return new PlainDateTime(milliseconds, zone, sharedLocale(), reading, offset);
  const made = new CarryingDateTime(milliseconds, zone, sharedLocale(), reading, offset, microsecond);
  new TextRoom(made, text);
  return made;
};

const zones = new Map<number, FixedOffsetZone>();

function zoneOf(offset: number): Zone {
  if (offset === 0) return FixedOffsetZone.utcInstance;
  let zone = zones.get(offset);
  if (zone === undefined) zones.set(offset, (zone = FixedOffsetZone.instance(offset)));
  return zone;
}

/** What luxon keeps of a language: its caches, which the first use fills, are seen by an equality check. */
interface Locale {
  readonly fastNumbersCached: boolean | null;
}

let locale: Locale | null = null;
let settings: readonly unknown[] = [];

/** One locale for many values, as long as it is unused and luxon's settings stay: it weighs more than the rest of them. */
function sharedLocale(): Locale {
  if (
    locale?.fastNumbersCached !== null ||
    settings[0] !== Settings.defaultLocale ||
    settings[1] !== Settings.defaultNumberingSystem ||
    settings[2] !== Settings.defaultOutputCalendar ||
    settings[3] !== Settings.defaultWeekSettings
  ) {
    settings = settingsNow();
    locale = (makePublicly(0, 0) as unknown as { readonly loc: Locale }).loc;
  }
  return locale;
}

function settingsNow(): readonly unknown[] {
  return [
    Settings.defaultLocale,
    Settings.defaultNumberingSystem,
    Settings.defaultOutputCalendar,
    Settings.defaultWeekSettings,
  ];
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

/** Days from 1970-01-01 to a date of the calendar, by the same reckoning. */
export function daysTo(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400) | 0;
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - ((yearOfEra / 100) | 0) + dayOfYear;
  return era * DAYS_IN_ERA + dayOfEra - DAYS_TO_1970;
}

/** Instants that two ways to make them must agree on: leap days, ends of years and eras, before 1970, offsets. */
const PROBES: readonly (readonly [number, number])[] = [
  [0, 0],
  [1_709_210_096_789, 330],
  [-62_135_596_800_000, 0],
  [253_402_300_799_999, -1439],
  [-2_203_977_600_001, -210],
  [951_868_800_000, 60],
];

/** Whether a way to make luxon values makes the very same ones as the public way. */
export function agreesWithLuxon(make: MakeDateTime): boolean {
  try {
    return PROBES.every(([milliseconds, offset]) => {
      const [made, known] = [make(milliseconds, offset), makePublicly(milliseconds, offset)];
      return (
        made.equals(known) &&
        made.toISO() === known.toISO() &&
        made.plus({ months: 1 }).toISO() === known.plus({ months: 1 }).toISO() &&
        JSON.stringify(entriesOf(made)) === JSON.stringify(entriesOf(known))
      );
    });
  } catch {
    return false;
  }
}

function entriesOf(dateTime: DateTime): unknown {
  // its own toJSON would give the text
  return Object.entries(dateTime);
}

let chosen: MakeDateTime | null = null;

/** The quicker way that is right for the luxon at hand; tried at first use, since luxon's first value loads a language. */
export const makeDateTime: MakeDateTime = (milliseconds, offset, microsecond, text, civil) =>
  (chosen ??= choose())(milliseconds, offset, microsecond, text, civil);

/** Gives the way that `makeDateTime` takes. */
export function choose(): MakeDateTime {
  return agreesWithLuxon(makePrivately) ? makePrivately : makePublicly;
}
