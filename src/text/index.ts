export { isUuidText, TWO_DIGITS_MASK, twoDigits } from './characters.js';
export { describeJsonFault, type JsonFault, parseJsonText } from './json.js';
/** @internal */
export { quote } from './quote.js';
/** @internal */
export { Target, TextRoom } from './text-room.js';
export { decodeUtf8, encodeUtf8 } from './utf8.js';
export { newUuid, newUuid7 } from './uuid.js';
