export { ActionBaseModel } from './action-base-model.js';
export { PrefectBaseModel } from './base-model.js';
export {
  type AnyModel,
  BY_TYPE,
  type ConstructorFields,
  type CopyOptions,
  type DateTimeInput,
  type Defaulted,
  type DictOf,
  type DictOptions,
  type ExportOptions,
  type FieldsOf,
  type Ignored,
  type JsonOf,
  type JsonTextOptions,
  type KnownByType,
  type OfType,
  type SafeParseResult,
  type SelectionOf,
  type Unnamed,
  type UpdateOf,
  type WholeOf,
  type WireNamed,
} from './model-types.js';
export { IdBaseModel } from './id-base-model.js';
export { OrmBaseModel } from './orm-base-model.js';
export { type StandardModel } from './standard-schema.js';
export { ModelBase } from '../codec/index.js';
