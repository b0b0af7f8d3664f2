export {
  Event,
  type EventJson,
  RUN_ORDERS,
  type ReceivedEvent,
  type Resource,
  type RunOrder,
  type RunPage,
  timeFault,
} from '../api/index.js';
export { Artifacts, type ArtifactPage, type NewArtifact } from './artifacts.js';
export { ArtifactEntity } from './tables/artifact.entity.js';
export { BlockDocumentEntity, BlockSchemaEntity, BlockTypeEntity } from './tables/block.entities.js';
export { Blocks, type NewBlockDocument } from './blocks.js';
export {
  type ArtifactFilter,
  type FlowFilter,
  type FlowRunFilter,
  type LogFilter,
  type TaskRunFilter,
} from './runs/filters.js';
export { type Abortable, Database } from './database.js';
export { type Engine } from './engines/dialect.js';
export { type EventOutcome } from './events/batch.js';
export { FlowRunEvents, type FlowRunEventQuery } from './events/flow-run-events.js';
export { TaskRunEvents, type TaskRunEventsOptions } from './events/task-run-events.js';
export { ENTITIES, MIGRATIONS, MIGRATIONS_TABLE } from './tables/entities.js';
export {
  DatabaseUnavailableError,
  DatabaseUrlError,
  DatabaseUseError,
  ObjectNotFoundError,
  ReferenceNotFoundError,
} from './errors.js';
export { FlowRunInputs, type FlowRunInputQuery, type NewFlowRunInput } from './flow-run-inputs.js';
export { type FlowOrder, type FlowPage } from './runs/flows.js';
export { type LogBounds, type LogPage, Logs, type NewLog } from './logs.js';
export { FlowEntity } from './tables/flow.entity.js';
export { FlowRunEntity } from './tables/flow-run.entity.js';
export { FlowRunInputEntity } from './tables/flow-run-input.entity.js';
export { FlowRunStateEntity } from './tables/flow-run-state.entity.js';
export { type Labels } from './tables/labels.js';
export { LogEntity } from './tables/log.entity.js';
export { POSTGRES_SESSION, POSTGRES_TYPES } from './engines/postgres/types.js';
export { RunEntity } from './tables/run.entity.js';
export { RunStateEntity } from './tables/run-state.entity.js';
export { type StateReadOptions } from './given.js';
export { type DecisionOf, type RuleOptions } from './runs/move.js';
export { type RunType } from './tables/run-type.js';
export { type AnyRunEntity } from './tables/run-tables.js';
export { type FoundRun, type RunQuery, RunSearch } from './runs/search.js';
export {
  type HistoryOptions,
  type PageOptions,
  type PolicyOptions,
  RunStates,
  type WriteOptions,
} from './states/run-states.js';
export {
  type FlowRunChanges,
  type NewFlow,
  type NewFlowRun,
  type NewTaskRun,
  type TaskRunChanges,
} from './runs/changes.js';
export { type CreatedRun, Runs } from './runs/runs.js';
export { TaskRunEntity } from './tables/task-run.entity.js';
export { TaskRunStateEntity } from './tables/task-run-state.entity.js';
export { TaskRunStateCacheEntity } from './tables/task-run-state-cache.entity.js';
export { type LostRun } from './offers/take-back.js';
export { type Taker, TaskRunOffers } from './offers/task-run-offers.js';
export { whyUnavailable } from './engines/unavailable.js';
