const BYTES = 16;
const AT_ONCE = 128;

// of every thread its own: what is fetched is given out in the same thread only
const bytes = new Uint8Array(BYTES * AT_ONCE);
let next = bytes.length;

// the two signs of each byte
const HIGH = new Uint8Array(256);
const LOW = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  const text = byte.toString(16).padStart(2, '0');
  HIGH[byte] = text.charCodeAt(0);
  LOW[byte] = text.charCodeAt(1);
}

const DASH = '-'.charCodeAt(0);

/** The place of sixteen random bytes, of the system's cryptographic source, which is asked for many at once. */
function fetchBytes(): number {
  if (next === bytes.length) {
    crypto.getRandomValues(bytes);
    next = 0;
  }
  const at = next;
  next += BYTES;
  return at;
}

/**
 * Makes a random UUID, version 4. It gives the text in one piece; `randomUUID` gives it in twenty, which are put together
 * when somebody looks at it.
 *
 * @source RFC 9562, section 5.4
 */
export function newUuid(): string {
  const at = fetchBytes();
  bytes[at + 6] = (bytes[at + 6]! & 0x0f) | 0x40;
  bytes[at + 8] = (bytes[at + 8]! & 0x3f) | 0x80;
  return textAt(at);
}

const SHIFT_32 = 2 ** 32;

/** The last millisecond that version 7 has room for. */
const LAST = 2 ** 48 - 1;

/** The count behind the millisecond: so many that it runs over only while a clock that was set back is not followed. */
const COUNT_BITS = 26;

// the millisecond of the id that was made last, and the count of its ids
let millisecond = 0;
let count = 0;

/**
 * Makes a UUID of version 7, which begins with the current millisecond and is greater than every one made before in the
 * process, as a text too: within a millisecond they are counted, from a random number on, and a clock that is set back is not
 * followed. Behind the count come 36 random bits.
 *
 * @source RFC 9562, sections 5.7 and 6.2 (method 1)
 */
export function newUuid7(): string {
  const at = fetchBytes();
  const now = Date.now();
  if (now > millisecond) {
    millisecond = Math.min(Math.floor(now), LAST);
    // without the highest bit: half of the room is left to count
    count = ((bytes[at + 6]! << 17) | (bytes[at + 7]! << 9) | (bytes[at + 8]! << 1)) & (2 ** (COUNT_BITS - 1) - 1);
  } else {
    count += 1;
    if (count === 2 ** COUNT_BITS) {
      millisecond += 1;
      count = 0;
    }
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
  return textAt(at);
}

/** The text of the sixteen bytes at a place. */
function textAt(at: number): string {
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
