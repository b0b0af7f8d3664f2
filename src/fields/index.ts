export { brandOf, isError, isSet, lookAt } from './brand.js';
/** @internal */
export { isBytes, isPlain } from './brand.js';
export { copyValue, setEntry } from './copy-value.js';
/** @internal */
export { COPY } from './copy-value.js';
export { Field, type FieldDecorator, Kinds } from './decorators.js';
export {
  declaresFields,
  defaultOf,
  type FieldDescriptor,
  type FieldOptions,
  fieldsOf,
  isNullable,
  type Settling,
} from './descriptor.js';
/** @internal */
export {
  applyForeignRules,
  contradictions,
  fillLate,
  hasForeignRules,
  refuseExtras,
  strayDecorators,
  strayNamesOf,
} from './ecosystem/index.js';
/** @internal */
export { environmentVariable, warn } from './environment.js';
export { equalValues } from './equality.js';
/** @internal */
export { PARTS } from './equality.js';
export { type JsonOptions, jsonText, type JsonValue, toJsonValue } from './json-value.js';
/** @internal */
export { givesWire, hasOwnJson, isModel, isPlainJson, type Model, WIRE } from './json-value.js';
export { type AnyFault, type CodedFault, type FaultFacts, type FieldFault, type JsonFault } from './fault.js';
/** @internal */
export { isInherited, readKey } from './input-key.js';
export { INVALID, type Invalid } from './invalid.js';
export { Faults, isKind, type JsonSchema, type Kind, type Naming, type SchemaRefs, type SchemaTarget } from './kind.js';
/** @internal */
export { alternativesOf, inlineOf, kindFor, perWire, saysNothing } from './kind.js';
export { DEFAULT_WIRE, type IssueDetail, prefect3, type SchemaStyle, type Wire } from './wires/index.js';
/** @internal */
export { withoutRoot, wordsOf } from './wires/index.js';
/** @internal */
export { said, wireFor, wireOf } from './wire-of.js';
export { isNested, isObject, type ModelPort, type NestedKind, PORT } from './kinds/index.js';
/** @internal */
export { portOf } from './kinds/index.js';
/** @internal */
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
/** @internal */
export { INSPECT } from './secret.js';
export { Secret, SecretBytes, SecretString } from './secret.js';
/** @internal */
export { layOutBy, type LayOut, setByItself } from './layout.js';
