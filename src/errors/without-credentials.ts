/* URLs in texts that people read: messages of states and errors, lines of logs. */

/**
 * What comes before the authority of a URL, and the authority. The web's schemes take any number of slashes, of either kind,
 * and parsers drop tabs and line breaks. Two slashes behind a letter are in the middle of a path.
 *
 * @source WHATWG URL, "special authority ignore slashes state"
 */
const AUTHORITY = /((?:https?|wss?|ftp):[/\\\t\r\n]*|:[/\\][/\\\t\r\n]*|(?<!\w)[/\\]{2,})([^\p{Z}\f\v/\\?#"'<>]*)/giu;

/** A name, or a name and a port, with the punctuation of a sentence behind it. */
const HOST = /^(?:\[[^\]]*\]|[^:[\t\r\n]*)(?:$|[\t\r\n]|:\d*[.,:;!)\]}]*(?:$|[\t\r\n]))/;

/**
 * Leaves the credentials out of every URL in a text: `redis://:s3cr3t@host` becomes `redis://host`. All else stays as it is,
 * queries too.
 *
 * User info ends at the last `@` of the authority. A password with a slash or a blank makes no URL, but is meant as one: there
 * user info ends at the last `@` of the next word that has one.
 *
 * @internal
 */
export function withoutCredentials(text: string): string {
  const last = text.lastIndexOf('@');
  let told = '';
  let from = 0;
  for (const { index, 1: before = '', 2: authority = '' } of text.matchAll(AUTHORITY)) {
    const begin = index + before.length;
    if (begin > last) break;
    // inside of what is left out
    if (begin < from) continue;
    told += text.slice(from, begin);
    from = begin + lengthOfUserInfo(before, authority, text.slice(begin));
  }
  return told + text.slice(from);
}

/** @param rest - the text from the authority on, in which there is an `@` */
function lengthOfUserInfo(before: string, authority: string, rest: string): number {
  const length = authority.lastIndexOf('@') + 1;
  // one slash begins a path, unless there is a password
  if (/^:[/\\]$/.test(before)) return authority.slice(0, length).includes(':') ? length : 0;
  if (length > 0 || HOST.test(authority)) return length === 1 ? 0 : length;
  const at = rest.indexOf('@');
  const [word] = /^\S*/.exec(rest.slice(at))!;
  return at + word.lastIndexOf('@') + 1;
}
