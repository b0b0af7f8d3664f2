import { type DateTime } from 'luxon';
import { BeforeInsert, BeforeUpdate, Column, PrimaryColumn } from 'typeorm';

import { currentDateTime } from '../../index.js';
import { timestampColumn } from './columns.js';

/**
 * What every row of Prefect's tables has.
 *
 * @source prefect 2.20.25, server/database/orm_models.py, `ORMBase`
 */
export abstract class RowEntity {
  /** UUID. */
  @PrimaryColumn({ type: 'uuid', name: 'id' })
  id!: string;

  /** When the row was made. */
  @Column(timestampColumn('created'))
  created!: DateTime;

  /** When the row was last changed. */
  @Column(timestampColumn('updated'))
  updated!: DateTime;

  /** @internal */
  @BeforeInsert()
  stampInsert(): void {
    const { created = currentDateTime() } = this as Partial<RowEntity>;
    this.created = this.updated = created;
  }

  /** @internal */
  @BeforeUpdate()
  stampUpdate(): void {
    this.updated = currentDateTime();
  }
}
