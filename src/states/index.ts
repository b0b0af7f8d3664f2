export { CountByState, type CountByStateFields, type CountByStateJson } from './count-by-state.js';
/** @internal */
export { type Boxed, exceptionOf, hasFailed, type ResultForms, resultOf } from './read-result.js';
/** @internal */
export { stateOfValue } from './state-of-value.js';
/** @internal */
export { createScheduled, createState } from './factories.js';
export { ProposedState } from './proposed-state.js';
export { isState, isStateIterable } from './is-state.js';
export { State } from './state.js';
export { StateBaseModel } from './state-base-model.js';
export { StateCreate, type StateCreateFields, type StateCreateJson } from './state-create.js';
export { StateDetails, type StateDetailsFields, type StateDetailsJson } from './state-details.js';
export {
  type FactoryArguments,
  type FactoryFields,
  type NamedFactoryArguments,
  type NamedFactoryFields,
  type PauseOptions,
  type ReschedulingPauseOptions,
  type ScheduleOptions,
  type StateClass,
  type StateFields,
  type StateJson,
  type StateOf,
  type StateUpdate,
} from './state-fields.js';
export { StateGroup } from './state-group.js';
export {
  type ExceptionOptions,
  getStateException,
  getStateResult,
  raiseStateException,
  type ResultOptions,
} from './state-result.js';
export { StateType, TERMINAL_STATES, type TerminalStateType } from './state-type.js';
export {
  exceptionToCrashedState,
  exceptionToFailedState,
  type ExceptionStateOptions,
  type ResultFactory,
  returnValueToState,
  type StateClassOption,
} from './to-state.js';
