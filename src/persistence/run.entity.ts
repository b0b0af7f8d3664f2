import { type DateTime } from 'luxon';
import { Column } from 'typeorm';

import { type StateType } from '../index.js';
import { jsonColumn, textColumn, timestampColumn, uuidColumn } from './columns.js';
import { RowEntity } from './row.entity.js';

/**
 * What the rows of flow runs and task runs have in common: among it which state the run is in.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMRun`
 */
export abstract class RunEntity extends RowEntity {
  @Column(textColumn('name'))
  name!: string;

  @Column(uuidColumn('state_id', { nullable: true }))
  stateId!: string | null;

  @Column(textColumn('state_type', { nullable: true }))
  stateType!: StateType | null;

  @Column(textColumn('state_name', { nullable: true }))
  stateName!: string | null;

  @Column(timestampColumn('state_timestamp', { nullable: true }))
  stateTimestamp!: DateTime | null;

  @Column(jsonColumn('empirical_policy'))
  empiricalPolicy!: Record<string, unknown>;

  @Column(jsonColumn('tags'))
  tags!: string[];
}
