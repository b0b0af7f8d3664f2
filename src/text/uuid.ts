const BYTES = 16;
const AT_ONCE = 128;

// of every thread its own: what is fetched is given out in the same thread only
const bytes = new Uint8Array(BYTES * AT_ONCE);
let next = bytes.length;

// the two digits of each byte
const HIGH = new Uint8Array(256);
const LOW = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  const text = byte.toString(16).padStart(2, '0');
  HIGH[byte] = text.charCodeAt(0);
  LOW[byte] = text.charCodeAt(1);
}

const DASH = '-'.charCodeAt(0);

/** Fetches random bytes of the system's cryptographic source, for many UUIDs at once. */
function fetchBytes(): void {
  crypto.getRandomValues(bytes);
  next = 0;
}

/**
 * Makes a random UUID, version 4. It gives the text in one piece; `randomUUID` gives it in twenty, which are put together
 * when somebody looks at it.
 *
 * @source RFC 9562, section 5.4
 */
export function newUuid(): string {
  if (next === bytes.length) fetchBytes();
  const at = next;
  bytes[at + 6] = (bytes[at + 6]! & 0x0f) | 0x40;
  bytes[at + 8] = (bytes[at + 8]! & 0x3f) | 0x80;
  return takeText();
}

const SHIFT_32 = 2 ** 32;

/** The last millisecond that version 7 has room for. */
const LAST = 2 ** 48 - 1;

/** How far a clock may be set back, in milliseconds, before ids follow it. */
const MOST_BACK = 10_000;

/** The count behind the millisecond: so many that it runs over only while the clock stands still. */
const COUNT_BITS = 26;

// what the clock said last; the millisecond of the id that was made last, and the count of its ids
let reading = Number.NaN;
let millisecond = 0;
let count = 0;

/**
 * Makes a UUID of version 7, which begins with the current millisecond and is greater than every one made before in the
 * process, as a text too: within a millisecond they are counted, from a random number on. Behind the count come 36 random
 * bits.
 *
 * While a clock is set back by up to ten seconds, ids stay in the millisecond that was reached; a clock that is set back
 * further is followed, so that an id's time is never more than that ahead, and ids rise from there on. What is no time of
 * version 7 (`NaN`, `Infinity`, before 1970) is no reading.
 *
 * @source RFC 9562, sections 5.7 and 6.2 (method 1)
 */
export function newUuid7(): string {
  if (next === bytes.length) fetchBytes();
  const at = next;
  const now = Date.now();
  if (now === reading || !follow(now)) count += 1;
  // without the highest bit: half of the room is left to count
  else count = ((bytes[at + 6]! << 17) | (bytes[at + 7]! << 9) | (bytes[at + 8]! << 1)) & (2 ** (COUNT_BITS - 1) - 1);
  if (count === 2 ** COUNT_BITS) {
    millisecond = Math.min(millisecond + 1, LAST);
    count = 0;
  }
  const high = Math.floor(millisecond / SHIFT_32);
  bytes[at] = high >>> 8;
  bytes[at + 1] = high;
  bytes[at + 2] = millisecond >>> 24;
  bytes[at + 3] = millisecond >>> 16;
  bytes[at + 4] = millisecond >>> 8;
  bytes[at + 5] = millisecond;
  bytes[at + 6] = 0x70 | (count >>> 22);
  bytes[at + 7] = count >>> 14;
  bytes[at + 8] = 0x80 | ((count >>> 8) & 0x3f);
  bytes[at + 9] = count;
  return takeText();
}

/** Goes to the millisecond that a clock says; tells whether it is another than that of the last id. */
function follow(now: number): boolean {
  reading = now;
  const isAhead = now >= millisecond + 1 && now <= LAST;
  const isBehind = now >= 0 && now < millisecond - MOST_BACK;
  if (isAhead || isBehind) millisecond = Math.floor(now);
  return isAhead || isBehind;
}

/** The text of the next sixteen bytes, which then are taken. */
function takeText(): string {
  const at = next;
  next += BYTES;
  return String.fromCharCode(
    HIGH[bytes[at]!]!,
    LOW[bytes[at]!]!,
    HIGH[bytes[at + 1]!]!,
    LOW[bytes[at + 1]!]!,
    HIGH[bytes[at + 2]!]!,
    LOW[bytes[at + 2]!]!,
    HIGH[bytes[at + 3]!]!,
    LOW[bytes[at + 3]!]!,
    DASH,
    HIGH[bytes[at + 4]!]!,
    LOW[bytes[at + 4]!]!,
    HIGH[bytes[at + 5]!]!,
    LOW[bytes[at + 5]!]!,
    DASH,
    HIGH[bytes[at + 6]!]!,
    LOW[bytes[at + 6]!]!,
    HIGH[bytes[at + 7]!]!,
    LOW[bytes[at + 7]!]!,
    DASH,
    HIGH[bytes[at + 8]!]!,
    LOW[bytes[at + 8]!]!,
    HIGH[bytes[at + 9]!]!,
    LOW[bytes[at + 9]!]!,
    DASH,
    HIGH[bytes[at + 10]!]!,
    LOW[bytes[at + 10]!]!,
    HIGH[bytes[at + 11]!]!,
    LOW[bytes[at + 11]!]!,
    HIGH[bytes[at + 12]!]!,
    LOW[bytes[at + 12]!]!,
    HIGH[bytes[at + 13]!]!,
    LOW[bytes[at + 13]!]!,
    HIGH[bytes[at + 14]!]!,
    LOW[bytes[at + 14]!]!,
    HIGH[bytes[at + 15]!]!,
    LOW[bytes[at + 15]!]!,
  );
}
