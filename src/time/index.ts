export { now } from './clock.js';
export { formatDateTime } from './format.js';
export {
  addMicroseconds,
  compareDateTimes,
  dateTimeAt,
  instantKey,
  inUtc,
  isDateTime,
  microsecondOf,
  microsecondsBetween,
  wholeMicroseconds,
} from './instant.js';
export { parseDateTime } from './parse.js';
export { isUuidText } from './signs.js';
