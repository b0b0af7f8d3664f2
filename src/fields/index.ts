export { brandOf, isBytes, isError, isPlain, isSet, lookAt } from './brand.js';
export { COPY, copyValue, setEntry } from './copy-value.js';
export { Field, type FieldDecorator, Kinds } from './decorators.js';
export {
  defaultOf,
  type FieldDescriptor,
  type FieldOptions,
  fieldsOf,
  isNullable,
  type Settling,
} from './descriptor.js';
export { isOwnType, OWN_RULE, strayNamesOf, withoutOwnRules } from './ecosystem.js';
export { hideInnerExtras } from './inner-extras.js';
export { equalValues, PARTS } from './equality.js';
export {
  givesWire,
  hasOwnJson,
  isModel,
  type JsonOptions,
  jsonText,
  type JsonValue,
  type Model,
  toJsonValue,
  WIRE,
} from './json-value.js';
export {
  alternativesOf,
  type Fault,
  Faults,
  FAULTS,
  inlineOf,
  INVALID,
  type Invalid,
  isKind,
  type JsonSchema,
  type Kind,
  type Naming,
  type SchemaRefs,
  type SchemaTarget,
} from './kind.js';
export { isObject, type ModelPort, type NestedKind, PORT, portOf } from './kinds/index.js';
export { INPUT, inputOf } from './model-input.js';
export {
  errorMessage,
  errorName,
  pythonRepr,
  pythonString,
  pythonText,
  pythonTypeName,
  textOf,
} from './python-text.js';
export { INSPECT, Secret, SecretBytes, SecretString } from './secret.js';
