/*
 * The quick ways to what has another way too: from a text to an instant, and from numbers to luxon's `DateTime`. In the bundle
 * for browsers `without-quick.ts` stands in the place of this file.
 *
 * A text is read character by character when it has the form that Prefect writes, `2026-11-23T16:37:01.243753+00:00`, with or
 * without the six digits, or the same with `Z`; what has another form is read by the grammar.
 *
 * luxon's public way to an instant costs more than reading the rest of a state: it makes a locale and asks a `Date` for seven
 * numbers. The private way sets what luxon's constructor would set. Any release of luxon may close it, so it is tried at first
 * use against the public one, which takes over when they disagree.
 */
import { DateTime, FixedOffsetZone, Settings, type Zone } from 'luxon';

import {
  type Carrier,
  type Civil,
  civilAt,
  dayOf,
  EXACT,
  type MakeDateTime,
  makePublicly,
  TextRoom,
  zoneOf,
} from './date-time.js';
import { agreesWithLuxon } from './luxon-probe.js';
import { TWO_DIGITS_MASK, twoDigits } from '../text/index.js';

const DASH = '-'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const T = 'T'.charCodeAt(0);
const Z = 'Z'.charCodeAt(0);

const SECONDS_END = '9999-99-99T99:99:99'.length;
const MICROSECONDS_END = '9999-99-99T99:99:99.999999'.length;
const Z_LENGTH = 'Z'.length;
const OFFSET_LENGTH = '+99:99'.length;

/** Reads a text of a canonical form; null for any other value, and for what is no instant of the calendar. */
export function parseCanonical(text: unknown): DateTime<true> | null {
  if (typeof text !== 'string' || text.length <= SECONDS_END) return null;
  const isExact = text.charCodeAt(SECONDS_END) === DOT;
  const end = isExact ? MICROSECONDS_END : SECONDS_END;
  const isZ = text.length === end + Z_LENGTH;
  if (!isZ && text.length !== end + OFFSET_LENGTH) return null;
  const sign = text.charCodeAt(end);
  const hasMarks =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    (isZ ? sign === Z : (sign === PLUS || sign === DASH) && text.charCodeAt(end + 3) === COLON);
  if (!hasMarks) return null;

  const century = twoDigits(text, 0);
  const inCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const first = isExact ? twoDigits(text, 20) : 0;
  const middle = isExact ? twoDigits(text, 22) : 0;
  const last = isExact ? twoDigits(text, 24) : 0;
  const offsetHour = isZ ? 0 : twoDigits(text, end + 1);
  const offsetMinute = isZ ? 0 : twoDigits(text, end + 4);
  const all = century | inCentury | month | day | hour | minute | second | first | middle | last;
  // of the offset no more is asked: what is no digit is above every bound
  if ((all & ~TWO_DIGITS_MASK) !== 0 || offsetHour > 23 || offsetMinute > 59) return null;

  const year = century * 100 + inCentury;
  const days = dayOf(year, month, day);
  if (days === null || hour > 23 || minute > 59 || second > 59) return null;
  const ahead = offsetHour * 60 + offsetMinute;
  // 0 - x, because -x makes -0 of nothing
  const offset = sign === DASH ? 0 - ahead : ahead;
  const microseconds = (first * 100 + middle) * 100 + last;
  const millisecond = (microseconds / 1000) | 0;
  const minutes = (days * 24 + hour) * 60 + minute - offset;
  const civil = { year, month, day, hour, minute, second, millisecond };
  const past = microseconds - millisecond * 1000;
  // -00:00 is not what is written for its instant
  const written = sign === DASH && offset === 0 ? null : text;
  return makeDateTime(minutes * 60_000 + second * 1000 + millisecond, offset, past, written, civil);
}

/** The quicker way that is right for the luxon at hand. It is chosen at first use, since luxon's first value loads a language. */
export let makeDateTime: MakeDateTime = (...given) => {
  makeDateTime = choose();
  return makeDateTime(...given);
};

/** Gives the way that `makeDateTime` takes. */
export function choose(): MakeDateTime {
  return agreesWithLuxon(makePrivately) ? makePrivately : makePublicly;
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

/** What luxon keeps of a language: its caches, which the first use fills, are seen by an equality check. */
interface Locale {
  readonly fastNumbersCached: boolean | null;
}

// one locale for many values, as long as it is unused and luxon's settings stay: it weighs more than the rest of them
let locale: Locale | null = null;
let settings: readonly unknown[] = [];
// one reading of the calendar for all instants of the last millisecond, as luxon shares it among copies
let reading: Civil | null = null;
let readingOf = Number.NaN;

/** By setting what luxon's constructor would set. */
export const makePrivately: MakeDateTime = (milliseconds, offset, microsecond = 0, text = null, civil = null) => {
  if (
    locale?.fastNumbersCached !== null ||
    settings[0] !== Settings.defaultLocale ||
    settings[1] !== Settings.defaultNumberingSystem ||
    settings[2] !== Settings.defaultOutputCalendar ||
    settings[3] !== Settings.defaultWeekSettings
  )
    locale = newLocale();
  const zone = offset === 0 ? FixedOffsetZone.utcInstance : zoneOf(offset);
  if (civil === null) {
    const local = milliseconds + offset * 60_000;
    if (local !== readingOf) {
      reading = civilAt(local);
      readingOf = local;
    }
    civil = reading!;
  }
  if (microsecond === 0) return new PlainDateTime(milliseconds, zone, locale, civil, offset);
  const made = new CarryingDateTime(milliseconds, zone, locale, civil, offset, microsecond);
  new TextRoom(made, text);
  return made;
};

/** Makes a locale by luxon's settings as they are now. */
function newLocale(): Locale {
  settings = [
    Settings.defaultLocale,
    Settings.defaultNumberingSystem,
    Settings.defaultOutputCalendar,
    Settings.defaultWeekSettings,
  ];
  return (makePublicly(0, 0) as unknown as { readonly loc: Locale }).loc;
}
