export { RUN_ORDERS, type RunOrder, type RunPage } from './query.js';
export { OUT_OF_RANGE, timeFault } from './time-fault.js';
