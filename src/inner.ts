/*
 * The door between this package's own rooms: what persistence, nest and server need of the domain, and no user of it does.
 * It is no entry point, and none of it is in the types that are shipped.
 */

/** @internal */
export { freeName } from './codec/index.js';
/** @internal */
export { isStackOverflow, withoutCredentials } from './errors/index.js';
/** @internal */
export {
  type CodedFault,
  Faults,
  fieldsOf,
  hasOwnJson,
  INVALID,
  isBytes,
  isNested,
  isObject,
  isPlain,
  kindFor,
  perWire,
  pythonRepr,
  said,
  wireFor,
  withoutRoot,
} from './fields/index.js';
/** @internal */
export { describeJsonFault, parseJsonText } from './model/index.js';
