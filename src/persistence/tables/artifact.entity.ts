import { Column } from 'typeorm';

import { jsonColumn, textColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/**
 * The `data` of a state, in a table of its own, so that a history is read without it; or what a run's author keeps to be looked at.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMArtifact`
 */
@PrefectTable('artifact')
export class ArtifactEntity extends RowEntity {
  @Column(textColumn('key', { nullable: true }))
  key!: string | null;

  /** `result` for what a run returned. */
  @Column(textColumn('type', { nullable: true }))
  type!: string | null;

  @Column(jsonColumn('data', { nullable: true }))
  data!: unknown;

  /** Texts that its author gave, by names. */
  @Column(jsonColumn('metadata_', { nullable: true }))
  metadata!: Record<string, string> | null;

  @Column(textColumn('description', { nullable: true }))
  description!: string | null;

  @Column(uuidColumn('task_run_id', { nullable: true }))
  taskRunId!: string | null;

  @Column(uuidColumn('flow_run_id', { nullable: true }))
  flowRunId!: string | null;
}
