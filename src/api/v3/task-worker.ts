/* Which clients run background tasks. Its route stands beside the table of the others: browsers load that, and ask for no workers. */
import { type DateTime } from 'luxon';

import { Field, PrefectBaseModel, types } from '../../index.js';
import { route } from '../route.js';
import { onPrefect3 } from './on-prefect3.js';

/** Which workers are read. @source prefect 3.8.8, server/api/task_workers.py, `TaskWorkerFilter` */
class TaskWorkerFilter extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'ignore';

  @Field.list(types.string(), { description: 'Tasks of which a worker takes one; none for any' })
  declare taskKeys: string[];
}

/** Which workers are read. @source prefect 3.8.8, server/api/task_workers.py, `read_task_workers` */
export class TaskWorkerQuery extends onPrefect3(PrefectBaseModel) {
  static override readonly extra = 'ignore';

  @Field.nested(() => TaskWorkerFilter, { default: null })
  declare taskWorkerFilter: TaskWorkerFilter | null;
}

/** A client that runs background tasks. @source prefect 3.8.8, server/models/task_workers.py, `TaskWorkerResponse` */
export class TaskWorkerResponse extends onPrefect3(PrefectBaseModel) {
  @Field.string({ description: 'As it calls itself' })
  declare identifier: string;

  @Field.list(types.string(), { description: 'The tasks of which it takes runs' })
  declare taskKeys: string[];

  @Field.dateTime({ description: 'When it was last seen' })
  declare timestamp: DateTime;
}

/** The routes of what runs background tasks. */
export const taskWorkerRoutes = {
  filter: route({
    tag: 'Task Workers',
    method: 'POST',
    path: '/task_workers/filter',
    operation: 'read_task_workers',
    summary: 'Find the clients that run background tasks',
    fields: TaskWorkerQuery,
    answers: { 200: [TaskWorkerResponse] },
  }),
} as const;
