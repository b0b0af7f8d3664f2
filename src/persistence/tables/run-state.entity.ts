import { type DateTime } from 'luxon';
import { Column, JoinColumn, OneToOne, type Relation } from 'typeorm';

import { State, type StateClass, type StateDetails, type StateType } from '../../index.js';
import { ArtifactEntity } from './artifact.entity.js';
import { detailsColumn, jsonColumn, textColumn, timestampColumn, uuidColumn } from './columns.js';
import { RowEntity } from './row.entity.js';

/**
 * The row of a state, of a flow run or of a task run. It is written once and never changed.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMFlowRunState`, `ORMTaskRunState`
 */
export abstract class RunStateEntity extends RowEntity {
  /** The run that entered the state. */
  abstract runId: string;

  @Column(textColumn('type'))
  type!: StateType;

  @Column(timestampColumn('timestamp'))
  timestamp!: DateTime;

  @Column(textColumn('name'))
  name!: string;

  @Column(textColumn('message', { nullable: true }))
  message!: string | null;

  @Column(detailsColumn('state_details'))
  stateDetails!: StateDetails;

  /** Data in the state's own row: of an event of Prefect 3, or of an early Prefect 2. It counts before that of an artifact. */
  @Column(jsonColumn('data', { nullable: true }))
  ownData!: unknown;

  @Column(uuidColumn('result_artifact_id', { nullable: true }))
  resultArtifactId!: string | null;

  /** Loaded only on request. */
  @OneToOne(() => ArtifactEntity)
  @JoinColumn({ name: 'result_artifact_id' })
  artifact?: Relation<ArtifactEntity> | null;

  /**
   * The row as a state.
   *
   * @param options - `stateClass` is the class of the state, by default `State`; `withData` is the state's `data`, by default
   *   that which was loaded with the row
   */
  asState<S extends State = State>({
    stateClass = State as unknown as StateClass<S>,
    withData,
  }: { readonly stateClass?: StateClass<S>; readonly withData?: unknown } = {}): S {
    const { id, type, timestamp, name, message, stateDetails } = this;
    const data = withData === undefined ? (this.ownData ?? this.artifact?.data ?? null) : withData;
    const wire = { id, type, timestamp, name, message, state_details: stateDetails, data };
    return (stateClass as unknown as typeof State).parse(wire) as S;
  }
}
