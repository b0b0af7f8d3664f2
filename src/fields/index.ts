export { Field, type FieldDecorator, types } from './decorators/field.js';
export {
  declaresFields,
  defaultOf,
  type FieldDescriptor,
  type FieldOptions,
  fieldsOf,
  isNullable,
  type Derived,
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
export { type AnyFault, type CodedFault, type FieldFault } from './fault.js';
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
/** @internal */
export { layOutBy, type LayOut, setByItself } from './decorators/layout.js';
