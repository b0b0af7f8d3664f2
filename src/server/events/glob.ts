const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const SPECIAL_IN_SET = /[\\^[\]-]/g;

/** A bracket that is never closed stands for itself; one right behind the first closes nothing. */
const TOKEN = /\*+|\[(?:!|(?!!))(?:\][^\]]*|[^\]]+)\]|./gsu;

/**
 * Tells whether texts are as a pattern says, in which `*` stands for any characters, `?` for one, and `[a-z]` or `[!a-z]` for one of
 * some, or none of them. With a `!` before it, those that are not.
 *
 * @source prefect 3.8.8, server/events/schemas/events.py, `matches`; Python, `fnmatch.fnmatchcase`
 */
export function globOf(pattern: string): (text: string) => boolean {
  const isNegated = pattern.startsWith('!');
  const [first = '', ...others] = partsOf(isNegated ? pattern.slice(1) : pattern);
  const last = others.pop();
  // each part stands where it is found first: one that looks ahead does not go back, so that no pattern takes for ever
  const middle = others.map((part, i) => `(?=(.*?${part}))\\${i + 1}`).join('');
  const regex = new RegExp(`^${first}${middle}${last === undefined ? '' : `.*${last}`}$`, 'su');
  return (text) => regex.test(text) !== isNegated;
}

/** What stands between the `*`, as parts of a regular expression. */
function partsOf(pattern: string): string[] {
  const tokens = pattern.match(TOKEN) ?? [];
  const parts = [''];
  for (const token of tokens) {
    if (token.startsWith('*')) parts.push('');
    else parts.push(parts.pop()! + written(token));
  }
  return parts;
}

function written(token: string): string {
  if (token === '?') return '.';
  if (!token.startsWith('[') || token.length === 1) return token.replace(SPECIAL, '\\$&');
  const isNegated = token.startsWith('[!');
  const ranges = token.slice(isNegated ? 2 : 1, -1).match(/.-.|./gsu) ?? [];
  const members = ranges.flatMap((range) => {
    const [from, , to] = Array.from(range);
    // a range that is none has no members
    if (to !== undefined && from! > to) return [];
    return [[from, to].flatMap((each) => each?.replace(SPECIAL_IN_SET, '\\$&') ?? []).join('-')];
  });
  if (members.length === 0) return isNegated ? '.' : '(?!)';
  return `[${isNegated ? '^' : ''}${members.join('')}]`;
}
