export { ActionBaseModel } from './action-base-model.js';
export { type DictOptions, type JsonTextOptions, PrefectBaseModel, type SafeParseResult } from './base-model.js';
export { IdBaseModel } from './id-base-model.js';
export { OrmBaseModel } from './orm-base-model.js';
export { type StandardProps } from './standard-schema.js';
export { Provenance } from '../codec/index.js';
export { describeJsonFault, type JsonFault, parseJsonText } from './json-fault.js';
