export { BlockDocument, BlockDocumentCreate, BlockSchema, BlockType } from './block.js';
export { DeletedRuns, EndedRuns } from './ended-runs.js';
export { DeploymentFilter } from './absent-filters.js';
export { FlowFilter, Operator } from './filters.js';
export { Event, type EventJson, type Resource } from './v3/event.js';
export { type ReceivedEvent } from './v3/received-event.js';
export { Flow, FlowCreate } from './flow.js';
export { FlowRun, FlowRunCreate, FlowRunDraft, FlowRunUpdate } from './flow-run.js';
export { Log, LogCreate, LogPageQuery, LogSort } from './log.js';
export { RUN_ORDERS, type RunOrder, type RunPage } from './query.js';
export {
  FlowRunQuery,
  FlowRunSort,
  FlowRunPageQuery,
  LimitField,
  MAX_LIMIT,
  TaskRunQuery,
  TaskRunPageQuery,
  TaskRunSort,
} from './run-query.js';
export { SetState } from './set-state.js';
export { TaskRun, TaskRunCreate, TaskRunField, TaskRunUpdate } from './task-run.js';
export { OUT_OF_RANGE, timeFault } from './time-fault.js';
export { HttpFault, InvalidRequest, RequestIssue, ServerFault } from './faults.js';
export {
  type AnswerOf,
  type BodyOf,
  type Content,
  type ParamsOf,
  type Plain,
  type QueryOf,
  type Route,
  type RouteModel,
} from './route.js';
export { prefect2Routes } from './contract.js';
export { prefect2RunRoutes } from './routes.js';
export { SHARED, versionRoute } from './shared-routes.js';
export { prefect3Routes } from './v3/contract.js';
/** The models of Prefect 3's contract, by the names that Prefect 2's have. */
export * as v3 from './v3/index.js';
