import { Column } from 'typeorm';

import { jsonColumn, textColumn } from './columns.js';
import { type Labels } from './labels.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/** A flow: what its runs are runs of. @source prefect 2.20.25, server/database/orm_models.py, `ORMFlow` */
@PrefectTable('flow')
export class FlowEntity extends RowEntity {
  /** Unique. */
  @Column(textColumn('name'))
  name!: string;

  @Column(jsonColumn('tags'))
  tags!: string[];

  @Column(jsonColumn('labels', { nullable: true }))
  labels!: Labels | null;
}
