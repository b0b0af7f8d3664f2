/*
 * The one place that knows luxon from inside. luxon's public way to an instant costs more than reading the rest of a
 * state: it makes a locale and asks a `Date` for seven numbers. The private way sets what luxon's constructor would set. Any
 * release may close it, so it is tried at first use against the public one, which takes over when they disagree.
 */
import { DateTime, FixedOffsetZone, Settings, type Zone } from 'luxon';

import { type Civil, civilAt } from './calendar.js';
import { type Carrier, EXACT } from './exact.js';
import { type MakeDateTime, makePublicly, zoneOf } from './luxon.js';
import { TextRoom } from './text-room.js';

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
  const zone = offset === 0 ? FixedOffsetZone.utcInstance : zoneOf(offset);
  const reading = civil ?? civilAt(milliseconds + offset * 60_000);
  if (microsecond === 0) return new PlainDateTime(milliseconds, zone, sharedLocale(), reading, offset);
  const made = new CarryingDateTime(milliseconds, zone, sharedLocale(), reading, offset, microsecond);
  new TextRoom(made, text);
  return made;
};

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

let shared: Civil | null = null;
let sharedOf = Number.NaN;

/** The calendar's reading of a millisecond: one record for all instants of the last one, as luxon shares it among copies. */
export function sharedCivil(milliseconds: number): Civil | null {
  if (sharedOf !== milliseconds) {
    shared = civilAt(milliseconds);
    sharedOf = milliseconds;
  }
  return shared;
}
