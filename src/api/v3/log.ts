import { Field } from '../../index.js';
import * as prefect2 from '../log.js';
import { IdFilter } from './filters.js';
import { onPrefect3 } from './on-prefect3.js';

/** A line of a run's log. @source prefect 3.8.8, server/schemas/actions.py, `LogCreate` */
export class LogCreate extends onPrefect3(prefect2.LogCreate) {
  @Field.uuid({ default: null, ignored: true, description: 'Taken from workers, and not kept' })
  declare workerId: string | null;
}

/** A line of a run's log, as it is kept. @source prefect 3.8.8, server/schemas/core.py, `Log` */
export class Log extends onPrefect3(prefect2.Log) {}

class TaskRunIdFilter extends IdFilter {
  @Field.bool({ default: null, name: 'is_null_', description: 'Whether there is none' })
  declare isNull: boolean | null;
}

/** What lines of logs are looked for by. @source prefect 3.8.8, server/schemas/filters.py, `LogFilter` */
export class LogFilter extends onPrefect3(prefect2.LogFilter) {
  @Field.nested(() => TaskRunIdFilter, { default: null })
  declare taskRunId: TaskRunIdFilter | null;
}

/** Which lines are read. @source prefect 3.8.8, server/api/logs.py, `read_logs` */
export class LogPageQuery extends onPrefect3(prefect2.LogPageQuery) {
  @Field.nested(() => LogFilter, { default: null })
  declare logs: LogFilter | null;
}
