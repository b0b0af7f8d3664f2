export { Artifact, ArtifactCreate, type ArtifactOrder, ArtifactPageQuery } from './artifact.js';
export { HeldLimit, Lease, LeaseEnd, LeaseHolder, LeaseRenewal, SlotsWithLease } from './concurrency.js';
export { Event, type EventJson, type Resource, TaskRunOfEvent } from './event.js';
export { Flow, FlowCreate } from './flow.js';
export { CreatedBy, FlowRun, FlowRunCreate, FlowRunLabels, FlowRunUpdate } from './flow-run.js';
export { FlowRunInput, FlowRunInputCreate, FlowRunInputQuery, ResumeFlowRun } from './flow-run-input.js';
export { labels, type Labels, type LabelValue } from './labels.js';
export { Log, LogCreate, LogPageQuery } from './log.js';
export { onPrefect3 } from './on-prefect3.js';
export { FlowRunPolicy, TaskRunPolicy } from './policies.js';
export { DefaultStorage, EndedRuns, InvalidRequest, RequestIssue } from './root.js';
export { ownRoutes } from './routes.js';
export {
  FlowQuery,
  type FlowOrder,
  FlowRunQuery,
  FlowRunPageQuery,
  FlowPageQuery,
  TaskRunQuery,
  TaskRunPageQuery,
} from './run-query.js';
export { OrchestrationResult, SetState, STATES } from './set-state.js';
export { TaskRun, TaskRunCreate, TaskRunUpdate } from './task-run.js';
