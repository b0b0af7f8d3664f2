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
export { type WaitOptions } from './follow.js';
export { type ConnectionOptions, type RetryOptions } from './options.js';
export {
  type DeploymentIn,
  type DeploymentRunGiven,
  type DeploymentsGiven,
  type FlowIn,
  type FlowRunIn,
  type FlowRunOrder,
  type FlowRunsGiven,
  type LogIn,
  type LogOrderIn,
  type LogsGiven,
  type PageOptions,
  type TaskRunIn,
  type TaskRunOrder,
  type TaskRunsGiven,
} from './client-types.js';
export { type DeploymentOrder } from './deployment.js';
export { type ClientOptions } from './base-client.js';
export { type AnyClient, type ClientOf, type ConnectOptions, PrefectClient } from './prefect-client.js';
export { type FollowOptions, type Listening } from './polling.js';
export { type CallOptions } from './requests.js';
export { type SetStateOptions } from './run-requests.js';
export { type SetStateResult } from './set-state-result.js';
export { prefect2 } from './wires/prefect2.js';
export { prefect3 } from './wires/prefect3.js';
export { type Socket, type SocketClass, type SocketEvent } from './socket.js';
export { type TaskRunReport } from './wires/task-run-events.js';
export { type AnyWire } from './wires/wire-at.js';
export {
  type ClientRoutes,
  type ClientWire,
  type ClientEvents,
  type Proposal,
  type RunRoutes,
  type StateIn,
  type TaskRunReportIn,
} from './wires/wire.js';
