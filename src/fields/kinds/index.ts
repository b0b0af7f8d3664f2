export { bytes, secretBytes, secretString } from './bytes.js';
export { isObject, list, type ListLimits, nullable, record } from './container.js';
export { dateTime } from './date-time.js';
export { json } from './json.js';
export { isNested, type ModelPort, type NestableClass, nested, type NestedKind, PORT } from './nested.js';
/** @internal */
export { portOf } from './nested.js';
export { bool, float, int, type NumberLimits } from './number.js';
export { enumeration, literal, string, type StringLimits, uuid } from './text.js';
export { type HeldBy, union } from './union.js';
