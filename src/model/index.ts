export { ActionBaseModel } from './action-base-model.js';
export { type DictOptions, type JsonTextOptions, PrefectBaseModel, type SafeParseResult } from './base-model.js';
export { IdBaseModel } from './id-base-model.js';
export { OrmBaseModel } from './orm-base-model.js';
export { type StandardProps } from './standard-schema.js';
export { describeJsonFault, findJsonFault, type JsonFault } from './json-fault.js';
