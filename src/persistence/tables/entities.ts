import { ArtifactEntity } from './artifact.entity.js';
import { BlockDocumentEntity, BlockSchemaEntity, BlockTypeEntity } from './block.entities.js';
import { FlowEntity } from './flow.entity.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { FlowRunInputEntity } from './flow-run-input.entity.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { LogEntity } from './log.entity.js';
import { RunStates1764000000001 } from './migrations/0001-run-states.js';
import { StateCache1764000000002 } from './migrations/0002-state-cache.js';
import { Blocks1764000000003 } from './migrations/0003-blocks.js';
import { Indexes1764000000004 } from './migrations/0004-indexes.js';
import { Prefect31764000000005 } from './migrations/0005-prefect-3.js';
import { TaskRunOffers1764000000006 } from './migrations/0006-task-run-offers.js';
import { Growth1764000000007 } from './migrations/0007-growth.js';
import { FlowsAndTags1764000000008 } from './migrations/0008-flows-and-tags.js';
import { TaskRunEntity } from './task-run.entity.js';
import { TaskRunStateEntity } from './task-run-state.entity.js';
import { TaskRunStateCacheEntity } from './task-run-state-cache.entity.js';

/** Every entity of this package, for a data source of your own. */
export const ENTITIES = [
  FlowEntity,
  FlowRunEntity,
  TaskRunEntity,
  FlowRunStateEntity,
  TaskRunStateEntity,
  ArtifactEntity,
  TaskRunStateCacheEntity,
  BlockTypeEntity,
  BlockSchemaEntity,
  BlockDocumentEntity,
  FlowRunInputEntity,
  LogEntity,
] as const;

/** The migrations that make the tables, in order; the same on SQLite and Postgres. */
export const MIGRATIONS = [
  RunStates1764000000001,
  StateCache1764000000002,
  Blocks1764000000003,
  Indexes1764000000004,
  Prefect31764000000005,
  TaskRunOffers1764000000006,
  Growth1764000000007,
  FlowsAndTags1764000000008,
] as const;

/**
 * The table that says which migrations have run, as `Database.open` reads and writes it. A data source of your own that
 * takes it as its `migrationsTableName` may share a database with it.
 */
export const MIGRATIONS_TABLE = 'prefect_states_migration';

/** What every data source of this package is made with. @internal */
export const SCHEMA = {
  entities: [...ENTITIES],
  migrations: [...MIGRATIONS],
  migrationsTableName: MIGRATIONS_TABLE,
};
