export { now } from './clock.js';
export { formatDateTime } from './format.js';
export {
  addMicroseconds,
  compareDateTimes,
  dateTimeAt,
  inUtc,
  isDateTime,
  microsecondOf,
  microsecondsBetween,
} from './instant.js';
/** @internal */
export { dateFault, instantKey, isLuxon, wholeMicroseconds } from './instant.js';
export { parseDateTime } from './parse.js';
export { isUuidText } from './signs.js';
