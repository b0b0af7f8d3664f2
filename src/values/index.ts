export { brandOf, isDate, isError, isSet, type JsonValue, lookAt, tagOf } from './brand.js';
/** @internal */
export {
  givesWire,
  hasOwnJson,
  isBytes,
  isMarked,
  isModel,
  isPlain,
  isPlainObject,
  type Model,
  WIRE,
} from './brand.js';
export { copyValue, setEntry } from './copy.js';
/** @internal */
export { COPY } from './copy.js';
export { equalValues } from './equality.js';
/** @internal */
export { PARTS } from './equality.js';
export { type JsonOptions, jsonText, toJsonValue } from './json.js';
/** @internal */
export { isPlainJson } from './json.js';
export {
  errorMessage,
  errorName,
  pythonNumber,
  pythonRepr,
  pythonString,
  pythonText,
  pythonTrim,
  pythonTypeName,
  scalarText,
  textOf,
} from './python.js';
export { Secret, SecretBytes, SecretString } from './secret.js';
/** @internal */
export { INSPECT } from './secret.js';
