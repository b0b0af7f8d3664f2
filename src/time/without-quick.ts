/* What stands in the place of `quick.ts` in the bundle for browsers, where being small counts for more than a microsecond. */
import type * as quick from './quick.js';

export { makePublicly as makeDateTime } from './date-time.js';

/** The grammar reads canonical texts too. */
export const parseCanonical: typeof quick.parseCanonical = () => null;
