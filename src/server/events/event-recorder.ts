import { Inject, Injectable, Logger } from '@nestjs/common';

import { type Event } from '../../api/index.js';
import { type Abortable, Database, type EventOutcome, TaskRunEvents } from '../../persistence/index.js';
import { Metrics } from '../metrics.js';
import { randomName } from '../random-name.js';
import { EventStream } from './event-stream.js';

/** Keeps what events tell of task runs, counts what became of them, logs those that cannot be kept, and has all told on. */
@Injectable()
export class EventRecorder {
  readonly #events: TaskRunEvents;
  readonly #metrics: Metrics;
  readonly #stream: EventStream;
  readonly #logger = new Logger('Events');

  constructor(
    @Inject(Database) database: Database,
    @Inject(Metrics) metrics: Metrics,
    @Inject(EventStream) stream: EventStream,
  ) {
    this.#events = new TaskRunEvents(database, { createName: randomName });
    this.#metrics = metrics;
    this.#stream = stream;
  }

  /**
   * Records events; when it answers, they are kept, but for those that never can be, and those whose rows are locked.
   *
   * @returns what became of each, in their order
   * @throws the database's own error when it cannot be used now; all may be given again
   */
  async record(events: readonly Event[], options: Abortable = {}): Promise<EventOutcome[]> {
    const outcomes = await this.#events.record(events, options);
    outcomes.forEach((outcome, i) => {
      if (outcome.status === 'LOCKED') return;
      this.#metrics.events.inc({ outcome: outcome.status.toLowerCase() });
      if (outcome.status !== 'REFUSED') return;
      this.#logger.warn(`An event was not recorded: ${outcome.reason}`, { eventId: events[i]!.id });
    });
    this.#stream.tell(events.filter((_, i) => outcomes[i]!.status !== 'LOCKED'));
    return outcomes;
  }
}
