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
  environmentVariable,
  Faults,
  fieldsOf,
  INVALID,
  isNested,
  isObject,
  kindFor,
  perWire,
  said,
  wireFor,
  withoutRoot,
} from './fields/index.js';
/** @internal */
export { hasOwnJson, isBytes, isPlain, pythonRepr } from './values/index.js';
/** @internal */
export { decodeUtf8, describeJsonFault, encodeUtf8, isUuidText, newUuid, parseJsonText } from './text/index.js';
