export { RUN_ORDERS, type RunOrder, type RunPage, timeFault } from '../api/index.js';
export { ArtifactEntity } from './artifact.entity.js';
export { BlockDocumentEntity, BlockSchemaEntity, BlockTypeEntity } from './block.entities.js';
export { Blocks, type NewBlockDocument } from './blocks.js';
export { type FlowCriteria, type FlowRunCriteria, type TaskRunCriteria } from './criteria.js';
export { type Abortable, Database } from './database.js';
export { type Engine } from './engine.js';
export { ENTITIES, MIGRATIONS, MIGRATIONS_TABLE } from './entities.js';
export {
  DatabaseUnavailableError,
  DatabaseUrlError,
  DatabaseUseError,
  ObjectNotFoundError,
  ReferenceNotFoundError,
} from './errors.js';
export { FlowEntity } from './flow.entity.js';
export { FlowRunEntity } from './flow-run.entity.js';
export { FlowRunStateEntity } from './flow-run-state.entity.js';
export { POSTGRES_SESSION, POSTGRES_TYPES } from './postgres-types.js';
export { RunEntity } from './run.entity.js';
export { RunStateEntity } from './run-state.entity.js';
export { type RuleOptions } from './move-run.js';
export { type AnyRunEntity, type RunKind } from './run-tables.js';
export { type FoundRun, type RunQuery, RunSearch } from './run-search.js';
export { type HistoryOptions, type PolicyOptions, RunStates, type WriteOptions } from './run-states.js';
export {
  type FlowRunChanges,
  type MadeRun,
  type NewFlow,
  type NewFlowRun,
  type NewTaskRun,
  Runs,
  type TaskRunChanges,
} from './runs.js';
export { historyPages, type PageOptions } from './stream-history.js';
export { TaskRunEntity } from './task-run.entity.js';
export { TaskRunStateEntity } from './task-run-state.entity.js';
export { TaskRunStateCacheEntity } from './task-run-state-cache.entity.js';
export { whyUnavailable } from './unavailable.js';
