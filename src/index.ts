export * from './states/index.js';
export * from './results/index.js';
export * from './model/index.js';
export { isCompiled, type JsonSchemaOptions, type ModelClass, type Selection, sourceOf } from './codec/index.js';
export {
  type Fault,
  Field,
  type FieldDecorator,
  type FieldOptions,
  hasOwnJson,
  type JsonOptions,
  type JsonSchema,
  type JsonValue,
  type Kind,
  isBytes,
  isPlain,
  Kinds,
  type SchemaRefs,
  type SchemaTarget,
  Secret,
  SecretBytes,
  SecretString,
  type Settling,
} from './fields/index.js';
export {
  addMicroseconds,
  compareDateTimes,
  formatDateTime,
  inUtc,
  microsecondOf,
  microsecondsBetween,
  now,
  parseDateTime,
} from './time/index.js';
export {
  CancelledRun,
  CrashedRun,
  DefinitionError,
  FailedRun,
  isStackOverflow,
  type Issue,
  MissingResult,
  PausedRun,
  PrefectError,
  ROOT,
  SerializationError,
  UnexpectedResult,
  UnfinishedRun,
  ValidationError,
  ValueError,
  withoutCredentials,
} from './errors/index.js';
