/** Checks every field and makes nothing: no instance, no dates, no defaults. */
export const CHECKS_ONLY = 'checks only';

/** Does the same work, but dates lose their microseconds, as luxon's own reader cuts them. */
export const NO_MICROSECONDS = 'no microseconds';

/** Looks at a text: an engine may put off the work of making one until then. */
export function readText(text) {
  return text.charCodeAt(text.length - 1);
}
