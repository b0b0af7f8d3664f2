import { type DateTime } from 'luxon';

import { ActionBaseModel, Field, OrmBaseModel, PrefectBaseModel } from '../index.js';
import { IdFilter, OperatorFilter, TimeFilter, Filter } from './filters.js';
import { LimitField, OffsetField } from './run-query.js';

/** What a line is made of: what is sent and what is kept, which have no class in common, say it so. */
const LineField = {
  name: Field.string({ description: 'The name of the logger' }),
  // its column is a small integer: the persistence refuses what it cannot hold
  level: Field.int({
    schema: { type: 'integer', minimum: -32_768, maximum: 32_767 },
    description: 'The level of the line',
  }),
  message: Field.string(),
  timestamp: Field.dateTime(),
  flowRunId: Field.uuid({ default: null }),
  taskRunId: Field.uuid({ default: null }),
} as const;

/** A line of a run's log. @source prefect 2.20.25, server/schemas/actions.py, `LogCreate` */
export class LogCreate extends ActionBaseModel {
  @LineField.name declare name: string;
  @LineField.level declare level: number;
  @LineField.message declare message: string;
  @LineField.timestamp declare timestamp: DateTime;
  @LineField.flowRunId declare flowRunId: string | null;
  @LineField.taskRunId declare taskRunId: string | null;
}

/** A line of a run's log, as it is kept. @source prefect 2.20.25, server/schemas/core.py, `Log` */
export class Log extends OrmBaseModel {
  @LineField.name declare name: string;
  @LineField.level declare level: number;
  @LineField.message declare message: string;
  @LineField.timestamp declare timestamp: DateTime;
  @LineField.flowRunId declare flowRunId: string | null;
  @LineField.taskRunId declare taskRunId: string | null;
}

class LogFilterLevel extends Filter {
  @Field.int({ default: null, name: 'ge_', description: 'At this level or above' })
  declare atLeast: number | null;

  @Field.int({ default: null, name: 'le_', description: 'At this level or below' })
  declare atMost: number | null;
}

class LogFilterTimestamp extends TimeFilter {}
class LogFilterFlowRunId extends IdFilter {}
class LogFilterTaskRunId extends IdFilter {}

/** What lines of logs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `LogFilter` */
export class LogFilter extends OperatorFilter {
  @Field.nested(() => LogFilterLevel, { default: null })
  declare level: LogFilterLevel | null;

  @Field.nested(() => LogFilterTimestamp, { default: null })
  declare timestamp: LogFilterTimestamp | null;

  @Field.nested(() => LogFilterFlowRunId, { default: null })
  declare flowRunId: LogFilterFlowRunId | null;

  @Field.nested(() => LogFilterTaskRunId, { default: null })
  declare taskRunId: LogFilterTaskRunId | null;
}

/** In which orders lines are found. @source prefect 2.20.25, server/schemas/sorting.py, `LogSort` */
export const LogSort = { TIMESTAMP_ASC: 'TIMESTAMP_ASC', TIMESTAMP_DESC: 'TIMESTAMP_DESC' } as const;

/** One of the orders in which lines are found. */
export type LogOrder = keyof typeof LogSort;

/** Which lines are read. @source prefect 2.20.25, server/api/logs.py, `read_logs` */
export class LogPageQuery extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @LimitField declare limit: number | null;

  @OffsetField declare offset: number;

  @Field.nested(() => LogFilter, { default: null })
  declare logs: LogFilter | null;

  @Field.enum(LogSort, { default: 'TIMESTAMP_ASC' })
  declare sort: LogOrder;
}
