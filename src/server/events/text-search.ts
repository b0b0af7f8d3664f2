import { type Event } from '../../api/index.js';
import { pythonRepr } from '../../inner.js';

/** A prefix alone, which says nothing; or a prefix and a phrase in quotes or a word. */
const TERM = /[-!+](?=\s|$)|([-!+]?)(?:"((?:\\.|[^"])*)"?|([^\s"]+))/gs;

/**
 * Tells whether events hold words: one of those that stand alone, all behind a `+`, none behind a `-` or a `!`. In quotes there is
 * a phrase. Capitals or not is the same.
 *
 * @source prefect 3.8.8, server/utilities/text_search_parser.py, `parse_text_search_query`; server/events/filters.py, `EventTextFilter`
 */
export function textSearchOf(query: string): (event: Event) => boolean {
  const terms = [...query.matchAll(TERM)].flatMap(([, prefix, phrase, word]) => {
    const text = (phrase?.replace(/\\(["\\])/g, '$1') ?? word ?? '').toLowerCase();
    return text.trim() === '' ? [] : [{ prefix, text }];
  });
  const textsOf = (prefixes: readonly string[]): string[] =>
    terms.filter(({ prefix = '' }) => prefixes.includes(prefix)).map(({ text }) => text);
  const [either, all, none] = [textsOf(['']), textsOf(['+']), textsOf(['-', '!'])];
  return (event) => {
    const text = textOf(event);
    const isIn = (term: string): boolean => text.includes(term);
    return (either.length === 0 || either.some(isIn)) && all.every(isIn) && !none.some(isIn);
  };
}

function textOf({ event, resource, related, payload }: Event): string {
  const values = [resource, ...related].flatMap((each) => Object.values(each));
  return [event, ...values, pythonRepr(payload)].join(' ').toLowerCase();
}
