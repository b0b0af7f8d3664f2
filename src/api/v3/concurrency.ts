/*
 * Slots of concurrency limits. There are no limits: who asks for slots gets a lease of none.
 *
 * @source prefect 3.8.8, server/api/concurrency_limits_v2.py
 */
import { Field, types, PrefectBaseModel } from '../../index.js';
import { onPrefect3 } from './on-prefect3.js';

/** The names of a route's parameters: more of them are never refused. */
abstract class Parameters extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'ignore';
}

const DurationField = Field.float({
  default: 300,
  minimum: 60,
  maximum: 86_400,
  description: 'Seconds that a lease holds',
});

/** Who holds slots. */
export class LeaseHolder extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'forbid';

  @Field.literal(['flow_run', 'task_run', 'deployment'])
  declare type: 'flow_run' | 'task_run' | 'deployment';

  @Field.uuid()
  declare id: string;
}

/** Which slots are asked for. */
export class SlotsWithLease extends Parameters {
  @Field.int({ exclusiveMinimum: 0, description: 'How many of each' })
  declare slots: number;

  @Field.list(types.string(), { description: 'The names of the limits' })
  declare names: string[];

  @Field.literal(['concurrency', 'rate_limit'], { default: 'concurrency' })
  declare mode: 'concurrency' | 'rate_limit';

  @DurationField declare leaseDuration: number;

  @Field.nested(() => LeaseHolder, { default: null })
  declare holder: LeaseHolder | null;
}

/** A limit of whose slots some are held. */
export class HeldLimit extends onPrefect3(PrefectBaseModel) {
  @Field.uuid()
  declare id: string;

  @Field.string()
  declare name: string;

  @Field.int()
  declare limit: number;
}

/** A lease of slots. */
export class Lease extends onPrefect3(PrefectBaseModel) {
  @Field.uuid()
  declare leaseId: string;

  @Field.list(types.nested(() => HeldLimit))
  declare limits: HeldLimit[];
}

/** Which lease is given back. */
export class LeaseEnd extends Parameters {
  @Field.uuid()
  declare leaseId: string;
}

/** For how long a lease is to hold on. */
export class LeaseRenewal extends Parameters {
  @DurationField declare leaseDuration: number;
}
