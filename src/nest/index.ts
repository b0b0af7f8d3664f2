export { InvalidRequestException } from './invalid-request.js';
export {
  type PrefectStatesExtras,
  type PrefectStatesOptions,
  PrefectStatesOptionsError,
  type PrefectStatesOptionsFactory,
} from './options.js';
export {
  PrefectClientModule,
  type PrefectClientExtras,
  type PrefectClientModuleOptions,
  type PrefectClientOptionsFactory,
  PrefectHealthIndicator,
  type PrefectHealth,
} from './prefect-client.module.js';
export { type HydratedClass, HydrateFieldsPipe, HydrateListPipe, HydratePipe, UuidPipe } from './pipes.js';
export { PrefectStatesModule } from './prefect-states.module.js';
export { JSON_CONTENT, jsonAnswerOf, StateJsonInterceptor } from './state-json.interceptor.js';
export { FLOW_RUN_STATES, TASK_RUN_STATES } from './tokens.js';
export { ValidationFilter } from './validation.filter.js';
export { type DescribedClass, OpenApiError, type OpenApiDocument, withModelSchemas } from './openapi.js';
