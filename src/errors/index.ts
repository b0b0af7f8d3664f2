export { PrefectError, ValueError } from './prefect-error.js';
/** @internal */
export { branded } from './prefect-error.js';
export { type Issue, ValidationError } from './validation-error.js';
/** @internal */
export { isTooDeep } from './validation-error.js';
export { DefinitionError } from './definition-error.js';
export { SerializationError } from './serialization-error.js';
/** @internal */
export { isStackOverflow } from './stack-overflow.js';
/** @internal */
export { withoutCredentials } from './without-credentials.js';
export {
  CancelledRun,
  CrashedRun,
  FailedRun,
  MissingResult,
  PausedRun,
  UnexpectedResult,
  UnfinishedRun,
} from './run-errors.js';
