/* Instants and lengths of time, for people. */

/** Milliseconds since 1970 with the microseconds behind the point, which `Date` cuts off. */
export function millisOf(timestamp: string): number {
  const digits = /\.\d{3}(\d{1,3})/.exec(timestamp)?.[1] ?? '0';
  return Date.parse(timestamp) + Number(digits.padEnd(3, '0')) / 1000;
}

/** Such as `412 ms`, `3.2 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`. */
export function lengthOf(millis: number): string {
  if (millis < 1) return `${Math.max(0, Math.round(millis * 1000))} µs`;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return inParts(Math.floor(seconds));
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** The two largest units. */
function inParts(seconds: number): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  return UNITS.slice(first, first + 2)
    .map(([unit, size], i) => [
      unit,
      i === 0 ? Math.floor(seconds / size) : Math.floor((seconds % UNITS[first]![1]) / size),
    ])
    .filter(([, count]) => count !== 0)
    .map(([unit, count]) => `${count} ${unit}`)
    .join(' ');
}

/** How long ago, roughly. */
export function agoOf(millis: number): string {
  const past = Date.now() - millis;
  if (Math.abs(past) < 2000) return 'now';
  const [largest] = lengthOf(Math.abs(past)).split(/(?<=[a-z]) /);
  const rough = largest!.replace(/\.\d/, '');
  return past > 0 ? `${rough} ago` : `in ${rough}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });

/** The time of day here, and the day when it is not today's. */
export function clockOf(timestamp: string): string {
  const at = new Date(timestamp);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? CLOCK.format(at) : `${DAY.format(at)}, ${CLOCK.format(at)}`;
}
