/*
 * Says where a text stops being JSON, in the words and by the positions of Python's `json` module, which Prefect's
 * server answers with. It is asked only when a text is refused, because the error of `JSON.parse` names no place and
 * quotes the text, which may hold a secret.
 *
 * @source Python 3.11, json/decoder.py and json/scanner.py; for numbers that are too large, orjson
 */

/** A place in a text that is not JSON. Characters are code points, as in Python. */
export interface JsonFault {
  readonly msg: string;
  /** Index of the character, from 0. */
  readonly pos: number;
  /** Line, from 1. */
  readonly lineno: number;
  /** Column, from 1. */
  readonly colno: number;
}

/** Finds the first place where a text is not JSON, or has a number beyond what a double holds. */
export function findJsonFault(text: string): JsonFault {
  const { msg, pos } = new Scanner(text).scan();
  const before = text.slice(0, pos);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return { msg, pos: lengthOf(before), lineno: before.split('\n').length, colno: lengthOf(line) + 1 };
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Writes a fault as Python's `JSONDecodeError` does. */
export function describeJsonFault({ msg, pos, lineno, colno }: JsonFault): string {
  return `${msg}: line ${lineno} column ${colno} (char ${pos})`;
}

type Found = Pick<JsonFault, 'msg' | 'pos'>;

/** What the text must go on with; a fault when it does not. */
type Next = 'value' | 'member' | 'end' | Found;

const BLANKS = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Python wants a character behind the four; the end of the text is none
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}(?=[^]))/y;

class Scanner {
  readonly #text: string;
  // the brackets that are open, innermost last: a list instead of recursion, because depth costs nothing to send
  readonly #open: ('{' | '[')[] = [];
  #pos = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): Found {
    if (this.#text.startsWith('\ufeff')) return this.#fault('Unexpected UTF-8 BOM (decode using utf-8-sig)');
    let next: Next = 'value';
    while (typeof next === 'string') {
      this.#skip(BLANKS);
      if (next === 'value') next = this.#value();
      else if (next === 'member') next = this.#member();
      else next = this.#end();
    }
    return next;
  }

  /** Reads one value, or the beginning of a container. */
  #value(): Next {
    const character = this.#text[this.#pos];
    if (character === '"') return this.#string() ?? 'end';
    if (character === '[' || character === '{') return this.#begin(character);
    const begin = this.#pos;
    if (!this.#skip(SCALAR)) return this.#fault('Expecting value');
    const isInfinite = Math.abs(Number(this.#text.slice(begin, this.#pos))) === Infinity;
    return isInfinite ? { msg: 'number is infinity when parsed as double', pos: begin } : 'end';
  }

  #begin(character: '[' | '{'): Next {
    this.#pos += 1;
    this.#skip(BLANKS);
    this.#open.push(character);
    if (this.#text[this.#pos] === (character === '[' ? ']' : '}')) return 'end';
    return character === '[' ? 'value' : 'member';
  }

  /** Reads what follows a value: the end of its container, or a comma. Outside of all containers nothing may follow. */
  #end(): Next {
    const inner = this.#open.at(-1);
    const character = this.#text[this.#pos];
    if (inner === undefined) return this.#fault('Extra data');
    if (character === (inner === '[' ? ']' : '}')) {
      this.#open.pop();
      this.#pos += 1;
      return 'end';
    }
    if (character !== ',') return this.#fault("Expecting ',' delimiter");
    this.#pos += 1;
    return inner === '[' ? 'value' : 'member';
  }

  /** Reads a name and the colon. */
  #member(): Next {
    if (this.#text[this.#pos] !== '"') return this.#fault('Expecting property name enclosed in double quotes');
    const fault = this.#string();
    if (fault !== null) return fault;
    this.#skip(BLANKS);
    if (this.#text[this.#pos] !== ':') return this.#fault("Expecting ':' delimiter");
    this.#pos += 1;
    return 'value';
  }

  #string(): Found | null {
    const begin = this.#pos;
    for (this.#pos += 1; this.#pos < this.#text.length;) {
      const character = this.#text[this.#pos]!;
      if (character === '"') {
        this.#pos += 1;
        return null;
      }
      if (character < ' ') return this.#fault('Invalid control character at');
      if (character !== '\\') this.#pos += 1;
      else if (!this.#skip(ESCAPE)) return this.#escapeFault(begin);
    }
    return { msg: 'Unterminated string starting at', pos: begin };
  }

  #escapeFault(begin: number): Found {
    const character = this.#text[this.#pos + 1];
    if (character === undefined) return { msg: 'Unterminated string starting at', pos: begin };
    return character === 'u'
      ? { msg: 'Invalid \\uXXXX escape', pos: this.#pos + 1 }
      : { msg: 'Invalid \\escape', pos: this.#pos };
  }

  /** Moves past a match at the current place; false when there is none. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#pos;
    if (!pattern.test(this.#text)) return false;
    this.#pos = pattern.lastIndex;
    return true;
  }

  #fault(msg: string): Found {
    return { msg, pos: this.#pos };
  }
}
