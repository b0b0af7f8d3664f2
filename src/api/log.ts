import { type DateTime } from 'luxon';

import { ActionBaseModel, Field } from '../index.js';

/** A line of a run's log. @source prefect 2.20.25, server/schemas/actions.py, `LogCreate` */
export class LogCreate extends ActionBaseModel {
  @Field.string({ description: 'The name of the logger' })
  declare name: string;

  @Field.int({ description: 'The level of the line' })
  declare level: number;

  @Field.string()
  declare message: string;

  @Field.dateTime()
  declare timestamp: DateTime;

  @Field.uuid({ default: null })
  declare flowRunId: string | null;

  @Field.uuid({ default: null })
  declare taskRunId: string | null;
}
