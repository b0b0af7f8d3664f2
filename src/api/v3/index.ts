export { Artifact, ArtifactCreate, ArtifactPageQuery } from './artifact.js';
export { Lease, LeaseEnd, LeaseRenewal, SlotsWithLease } from './concurrency.js';
export { Event, TaskRunOfEvent } from './event.js';
export {
  type EventAnyResourceFilter,
  EventFilter,
  type EventNameFilter,
  type EventRelatedFilter,
  type LabelPatterns,
} from './event-filter.js';
export { Flow } from './flow.js';
export { FlowRun, FlowRunCreate, FlowRunLabels } from './flow-run.js';
export { FlowRunInput, FlowRunInputCreate, FlowRunInputQuery, ResumeFlowRun } from './flow-run-input.js';
export { labels, type Labels } from './labels.js';
export { onPrefect3 } from './on-prefect3.js';
export { TaskRunPolicy } from './policies.js';
export { ReceivedEvent } from './received-event.js';
export { DefaultStorage, InvalidRequest, RequestIssue } from './root.js';
export { FlowQuery, FlowPageQuery } from './run-query.js';
export { TaskRun, TaskRunCreate } from './task-run.js';
export { type TaskWorkerQuery, TaskWorkerResponse, taskWorkerRoutes } from './task-worker.js';
