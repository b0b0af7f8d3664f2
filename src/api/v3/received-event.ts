import { type DateTime } from 'luxon';

import { Field } from '../../index.js';
import { Event } from './event.js';

/** An event that the server has come to know of, as it tells of it. @source prefect 3.8.8, server/events/schemas/events.py, `ReceivedEvent` */
export class ReceivedEvent extends Event {
  @Field.dateTime({ description: 'When the server came to know of it' })
  declare received: DateTime;
}
