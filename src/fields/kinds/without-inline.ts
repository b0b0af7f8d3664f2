/* What stands in the place of `inline.ts` in the bundle for browsers: no generated code goes without the kinds there. */
import { type Inline } from '../kind.js';
import type * as inline from './inline.js';

const NONE: Inline = {};

/** Nothing is said of scalars. */
export const scalar: typeof inline.scalar = () => NONE;

/** Nor of texts that are one of some. */
export const oneOf: typeof inline.oneOf = () => NONE;

/** Nor of instants. */
export const dateTime: typeof inline.dateTime = () => NONE;

/** Nor of whole numbers. */
export const int: typeof inline.int = () => NONE;

export { NONE as bool, NONE as float, NONE as json, NONE as string, NONE as uuid };
