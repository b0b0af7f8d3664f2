/*
 * The wire of Prefect 3.8.8: classes with the same names, which also read the instances of the other wire. Everything else is
 * the same for both wires and comes from `prefect-states`.
 */
export { prefect3 } from '../fields/index.js';
export { SecretBytes, SecretString } from '../values/index.js';
export { ValidationError } from '../errors/index.js';
export { dateTimeFromUnix, formatDateTimeZ, parseIsoDateTime } from '../time/index.js';
export { StateGroup, StateType, TERMINAL_STATES } from '../states/index.js';
export { CountByState, type CountByStateFields, type CountByStateJson } from './count-by-state.js';
export {
  ResultRecordMetadata,
  type ResultRecordMetadataFields,
  type ResultRecordMetadataJson,
} from './result-record-metadata.js';
export { readResultMetadata, ResultRecord } from './result-record.js';
export {
  type ExceptionOptions,
  getStateException,
  getStateResult,
  raiseStateException,
  type ResultOptions,
  type ResultReader,
} from './state-result.js';
export {
  exceptionToCrashedState,
  exceptionToFailedState,
  type ExceptionStateOptions,
  type RecordOptions,
  returnValueToState,
  type ReturnValueOptions,
} from './to-state.js';
export { State, type StateFields, type StateJson, type StateUpdate } from './state.js';
export { StateBaseModel } from './state-base-model.js';
export { StateCreate, type StateCreateFields, type StateCreateJson } from './state-create.js';
export { StateDetails, type StateDetailsFields, type StateDetailsJson } from './state-details.js';
