export { type StateOf } from './any-state.js';
export { CountByState, type CountByStateFields, type CountByStateJson } from './count-by-state.js';
/** @internal */
export { type Boxed, exceptionOf, hasFailed, type ResultForms, resultOf } from './read-result.js';
/** @internal */
export { stateOfValue } from './state-of-value.js';
/** @internal */
export { createScheduled, createState } from './factories.js';
export {
  type FactoryArguments,
  type NamedFactoryArguments,
  type PauseOptions,
  type ReschedulingPauseOptions,
  type ScheduleOptions,
} from './factory-arguments.js';
export { type ExceptionOptions, type ResultOptions } from './result-forms.js';
export { ProposedState } from './proposed-state.js';
export { isState, isStateIterable } from './is-state.js';
export { State, type StateClass } from './state.js';
export { StateBaseModel } from './state-base-model.js';
export { StateCreate, type StateCreateFields, type StateCreateJson } from './state-create.js';
export { StateDetails, type StateDetailsFields, type StateDetailsJson } from './state-details.js';
export {
  type FactoryFields,
  type NamedFactoryFields,
  type StateFields,
  type StateJson,
  type StateUpdate,
} from './state-fields.js';
export { StateGroup } from './state-group.js';
export { getStateException, getStateResult, raiseStateException } from './state-result.js';
export { StateType, TERMINAL_STATES, type TerminalStateType } from './state-type.js';
export {
  exceptionToCrashedState,
  exceptionToFailedState,
  type ExceptionStateOptions,
  type ResultFactory,
  returnValueToState,
  type StateClassOption,
} from './to-state.js';
