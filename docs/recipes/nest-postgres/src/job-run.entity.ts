import { FlowRunEntity } from 'prefect-states/persistence';
import { Column, Entity } from 'typeorm';

/** A flow run with a column of ours. Without `synchronize: false`, TypeORM would change the columns that are Prefect's. */
@Entity('flow_run', { synchronize: false })
export class JobRun extends FlowRunEntity {
  /** Who pays for it. Null for runs that something else has made. */
  @Column('text', { nullable: true })
  team!: string | null;
}
