export { now } from './clock.js';
export { formatDateTime } from './format.js';
export {
  addMicroseconds,
  compareDateTimes,
  dateFault,
  dateTimeAt,
  instantKey,
  inUtc,
  isDateTime,
  isLuxon,
  microsecondOf,
  microsecondsBetween,
  wholeMicroseconds,
} from './instant.js';
export { parseDateTime } from './parse.js';
export { isUuidText } from './signs.js';
