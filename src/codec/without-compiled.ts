/* What stands in the place of `compiled.ts` in the bundle for browsers: there every model is interpreted. */
import type * as compiled from './compiled.js';

/** Nothing is generated. */
export const compile: typeof compiled.compile = () => null;
