import { Inject, Injectable, Logger } from '@nestjs/common';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';

import { type Event } from '../../api/index.js';
import { whyUnavailable } from '../../persistence/index.js';
import { nameAndPlace } from '../logs.js';
import { Metrics } from '../metrics.js';
import { EventRecorder } from './event-recorder.js';

/** Above either, sockets are not read on until half of it is kept. */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 16 * 1024 ** 2;

/** Of one transaction. */
const MOST_IN_BATCH = 500;

/** How long is waited for a database that is gone before it is tried again: longer each time. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;

interface Waiting {
  readonly event: Event;
  readonly bytes: number;
}

interface Waiter {
  readonly until: number;
  readonly tell: () => void;
}

/**
 * The events that have come by sockets and are not kept yet, in the order in which they came. What has come while a batch was
 * being kept is the next one. While the database is gone they wait, and are tried again.
 */
@Injectable()
export class EventQueue {
  readonly #recorder: EventRecorder;
  readonly #logger = new Logger('Events');
  #waiting: Waiting[] = [];
  #inBatch = 0;
  #bytes = 0;
  #taken = 0;
  #kept = 0;
  #waiters: Waiter[] = [];
  #forRoom: (() => void)[] = [];
  #isRunning = false;
  readonly #end = new AbortController();

  constructor(@Inject(EventRecorder) recorder: EventRecorder, @Inject(Metrics) metrics: Metrics) {
    this.#recorder = recorder;
    metrics.watch('prefect_states_events_waiting', 'Events that have come by sockets and are not kept yet.', () => {
      return this.#count;
    });
  }

  /** Whether there is no room for more; what comes all the same is taken. */
  get isFull(): boolean {
    return this.#count >= MOST_EVENTS || this.#bytes >= MOST_BYTES;
  }

  get #count(): number {
    return this.#waiting.length + this.#inBatch;
  }

  /**
   * Takes an event.
   *
   * @param bytes - of its text
   * @returns its number, by which {@link EventQueue.whenKept} tells that it is kept
   */
  take(event: Event, bytes: number): number {
    this.#waiting.push({ event, bytes });
    this.#bytes += bytes;
    if (!this.#isRunning) void this.#run();
    return (this.#taken += 1);
  }

  /** Calls back when all events up to a number are kept, at once where they are. */
  whenKept(until: number, tell: () => void): void {
    if (until <= this.#kept) tell();
    else this.#waiters.push({ until, tell });
  }

  /** Waits until all that has come by now is kept. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.whenKept(this.#taken, resolve);
    });
  }

  /** Calls back when there is room again. */
  whenRoom(tell: () => void): void {
    this.#forRoom.push(tell);
  }

  /** Waits until all is kept, but not longer than for a time. What is not kept then is given up. */
  async drain(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    while (this.#isRunning && performance.now() < end) await pause(10);
    if (this.#isRunning) this.#logger.error(`${this.#count} events are not kept: the database cannot be used`);
    this.#end.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // what has come in already goes along
    await setImmediate();
    while (this.#waiting.length > 0 && !this.#end.signal.aborted) {
      const batch = this.#waiting.splice(0, MOST_IN_BATCH);
      this.#inBatch = batch.length;
      if (await this.#keep(batch.map(({ event }) => event))) this.#tell(batch);
      await setImmediate();
    }
    this.#isRunning = false;
  }

  /** @returns false when it was given up */
  async #keep(events: readonly Event[]): Promise<boolean> {
    const { signal } = this.#end;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        await this.#recorder.record(events);
        return true;
      } catch (error) {
        const reason = whyUnavailable(error);
        if (reason === null) this.#logger.error(`Unexpected ${nameAndPlace(error)}`);
        else if (wait === FIRST_WAIT_MS) this.#logger.error(`The database cannot be used: ${reason}; events wait`);
        await pause(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return false;
      }
    }
  }

  #tell(batch: readonly Waiting[]): void {
    this.#kept += batch.length;
    this.#inBatch = 0;
    for (const { bytes } of batch) this.#bytes -= bytes;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ until }) => until > this.#kept);
    for (const { until, tell } of waiters) if (until <= this.#kept) tell();
    if (this.#count > MOST_EVENTS / 2 || this.#bytes > MOST_BYTES / 2) return;
    for (const tell of this.#forRoom.splice(0)) tell();
  }
}
