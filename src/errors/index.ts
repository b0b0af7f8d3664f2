export { branded, PrefectError, ValueError } from './prefect-error.js';
export { isTooDeep, type Issue, ROOT, TOO_DEEP, ValidationError } from './validation-error.js';
export { DefinitionError } from './definition-error.js';
export { SerializationError } from './serialization-error.js';
export { isStackOverflow } from './stack-overflow.js';
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
