import { Body, Controller, Inject, type Type } from '@nestjs/common';

import { Event, prefect3Routes } from '../../api/index.js';
import { HydrateListPipe } from '../../nest/index.js';
import { ClientSignal } from '../requests.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { EventRecorder } from './event-recorder.js';

const { events } = prefect3Routes;

/** Makes the controller of events. @source prefect 3.8.8, server/api/events.py */
export function eventsController({ paths }: Mount): Type {
  @Controller([...paths])
  class EventsController {
    readonly #recorder: EventRecorder;

    constructor(@Inject(EventRecorder) recorder: EventRecorder) {
      this.#recorder = recorder;
    }

    /** Keeps what events tell of task runs, all of it before it answers. What cannot be kept is logged. */
    @Routed(events.create)
    async create(@Body(new HydrateListPipe(Event)) given: Event[], @ClientSignal() signal: AbortSignal): Promise<void> {
      const outcomes = await this.#recorder.record(given, { signal });
      for (const outcome of outcomes) if (outcome.status === 'LOCKED') throw outcome.cause;
    }
  }
  return EventsController;
}
