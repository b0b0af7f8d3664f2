import { type DateTime } from 'luxon';

import { Field, PrefectBaseModel } from '../index.js';
import { timeFault } from './time-fault.js';

/** Which runs are deleted, and how many at once. */
export class EndedRuns extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @Field.dateTime({ check: timeFault, description: 'Runs that ended before this time are deleted' })
  declare before: DateTime;

  @Field.int({ default: 100, minimum: 1, maximum: 1000, description: 'The most runs of each kind that are deleted' })
  declare limit: number;
}

/** How many runs were deleted; none when none is left. */
export class DeletedRuns extends PrefectBaseModel {
  @Field.int({ description: 'Flow runs, and task runs of no flow run' })
  declare deleted: number;
}

/** The route of both wires by which ended runs are deleted, but for what it takes. */
export const deleteEnded = {
  tag: 'Admin',
  method: 'POST',
  path: '/admin/delete_ended_runs',
  operation: 'delete_ended_runs',
  summary: 'Delete runs that ended before a time, some at a call',
  answers: { 200: DeletedRuns },
} as const;
