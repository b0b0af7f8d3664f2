import { type DateTime } from 'luxon';
import { Column } from 'typeorm';

import { textColumn, timestampColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/**
 * Which completed state of a task run answers for a cache key.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMTaskRunStateCache`
 */
@PrefectTable('task_run_state_cache')
export class TaskRunStateCacheEntity extends RowEntity {
  @Column(textColumn('cache_key'))
  cacheKey!: string;

  /** Null for never. */
  @Column(timestampColumn('cache_expiration', { nullable: true }))
  cacheExpiration!: DateTime | null;

  @Column(uuidColumn('task_run_state_id'))
  taskRunStateId!: string;
}
