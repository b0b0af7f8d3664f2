export { currentDateTime } from './clock.js';
/** @internal */
export { Target } from './date-time.js';
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
/** @internal */
export { parseCanonical } from './quick.js';
export { formatDateTime, formatDateTimeZ, parseDateTime } from './text.js';
export { dateTimeFromUnix, parseIsoDateTime } from './parse-iso.js';
