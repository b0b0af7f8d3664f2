/* What stands in the place of `characters.ts` in the bundle for browsers, where being small counts for more than a microsecond. */
import type * as characters from './characters.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, with dashes. */
export const isUuidText: typeof characters.isUuidText = (text) => UUID.test(text);
