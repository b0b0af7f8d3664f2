export { isUuidText, TWO_DIGITS_MASK, twoDigits } from './characters.js';
export { decodeUtf8, encodeUtf8, parseJsonText } from './json.js';
/** @internal */
export { quote } from './json.js';
export { describeJsonFault, type JsonFault } from './json-fault.js';
export { newUuid, newUuid7 } from './uuid.js';
