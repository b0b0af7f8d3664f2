export { currentDateTime } from './clock.js';
export { formatDateTime, formatDateTimeZ } from './format.js';
export {
  addMicroseconds,
  compareDateTimes,
  dateTimeAt,
  isDateTime,
  microsecondOf,
  microsecondsBetween,
  toUtcDateTime,
} from './instant.js';
/** @internal */
export { dateFault, instantKey, isLuxon, wholeMicroseconds } from './instant.js';
export { parseDateTime } from './parse.js';
/** @internal */
export { parseCanonical } from './quick.js';
export { dateTimeFromUnix, parseIsoDateTime } from './parse-iso.js';
