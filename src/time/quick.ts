/*
 * The quick ways to what has another way too. In the bundle for browsers `without-quick.ts` stands in the place of this file,
 * and nothing of what it imports is there.
 */
export { makeDateTime, sharedCivil } from './luxon-inside.js';
export { parseCanonical } from './parse-canonical.js';
