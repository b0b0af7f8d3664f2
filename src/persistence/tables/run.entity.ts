import { type DateTime } from 'luxon';
import { Column } from 'typeorm';

import { type StateType } from '../../index.js';
import { intColumn, intervalColumn, jsonColumn, textColumn, timestampColumn, uuidColumn } from './columns.js';
import { type Labels } from './labels.js';
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

  /** How often the run has begun to run. */
  @Column(intColumn('run_count', { default: 0 }))
  runCount!: number;

  /** When the run was first to begin. */
  @Column(timestampColumn('expected_start_time', { nullable: true }))
  expectedStartTime!: DateTime | null;

  /** When the run is to begin, while it is scheduled. */
  @Column(timestampColumn('next_scheduled_start_time', { nullable: true }))
  nextScheduledStartTime!: DateTime | null;

  @Column(timestampColumn('start_time', { nullable: true }))
  startTime!: DateTime | null;

  @Column(timestampColumn('end_time', { nullable: true }))
  endTime!: DateTime | null;

  /** Microseconds in running states that the run has left. */
  @Column(intervalColumn('total_run_time'))
  totalRunTime!: number;

  @Column(jsonColumn('tags'))
  tags!: string[];

  @Column(jsonColumn('labels', { nullable: true }))
  labels!: Labels | null;
}
