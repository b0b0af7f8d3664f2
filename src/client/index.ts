export { type AnyRequest, type Given, type RequestOf } from './asking.js';
export {
  Abort,
  type Asked,
  ClientOptionsError,
  FlowRunWaitTimeout,
  ObjectAlreadyExists,
  ObjectNotFound,
  PrefectConnectionError,
  PrefectHttpError,
  UnexpectedAnswer,
} from './errors.js';
export { type FollowOptions, type WaitOptions } from './follow.js';
export { type ConnectionOptions, type RetryOptions } from './options.js';
export {
  type DeploymentIn,
  type DeploymentRunGiven,
  type DeploymentsGiven,
  type FlowIn,
  type FlowRunIn,
  type FlowRunOrder,
  type FlowRunsGiven,
  type PageOptions,
  type TaskRunIn,
  type TaskRunOrder,
  type TaskRunsGiven,
} from './client-types.js';
export { type DeploymentOrder } from './deployment.js';
export { type ClientOptions, PrefectClient } from './prefect-client.js';
export { type CallOptions } from './requests.js';
export { type SetStateOptions } from './run-requests.js';
export { type SetStateResult } from './set-state-result.js';
export { prefect2 } from './wires/prefect2.js';
export { type ClientRoutes, type ClientWire, type Proposal, type RunRoutes, type StateIn } from './wires/wire.js';
