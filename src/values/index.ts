export { brandOf, isDate, isError, isSet, lookAt, tagOf } from './brand.js';
/** @internal */
export { isBytes, isMarked, isPlain, isPlainObject } from './brand.js';
export { copyValue, setEntry } from './copy.js';
/** @internal */
export { COPY } from './copy.js';
export { equalValues } from './equality.js';
/** @internal */
export { PARTS } from './equality.js';
export { type JsonOptions, jsonText, type JsonValue, toJsonValue } from './json.js';
/** @internal */
export { givesWire, hasOwnJson, isModel, isPlainJson, type Model, WIRE } from './json.js';
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
