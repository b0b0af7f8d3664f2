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
  /** By whom it came. */
  readonly owner: object;
  readonly number: number;
}

interface Waiter {
  readonly owner: object;
  readonly until: number;
  readonly tell: () => void;
}

/**
 * The events that have come by sockets and are not kept yet, in the order in which they came. The first is kept at once; what has
 * come while a batch was being kept is the next one. While the database is gone they wait, and are tried again; those whose rows are
 * locked from elsewhere do beside the others.
 */
@Injectable()
export class EventQueue {
  readonly #recorder: EventRecorder;
  readonly #logger = new Logger('Events');
  #waiting: Waiting[] = [];
  #locked: Waiting[] = [];
  #inBatch = 0;
  #bytes = 0;
  #taken = 0;
  /** The number of the last that is kept, and all before it but the locked ones. */
  #kept = 0;
  #waiters: Waiter[] = [];
  #forRoom: (() => void)[] = [];
  #isRunning = false;
  #isRetrying = false;
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
    return this.#waiting.length + this.#inBatch + this.#locked.length;
  }

  /**
   * Takes an event.
   *
   * @param bytes - of its text
   * @param owner - by whom it came
   * @returns its number, by which {@link EventQueue.whenKept} tells that it is kept
   */
  take(event: Event, bytes: number, owner: object): number {
    this.#taken += 1;
    this.#waiting.push({ event, bytes, owner, number: this.#taken });
    this.#bytes += bytes;
    if (!this.#isRunning) void this.#run();
    return this.#taken;
  }

  /** Calls back when all events of an owner up to a number are kept, at once where they are. */
  whenKept(owner: object, until: number, tell: () => void): void {
    const waiter = { owner, until, tell };
    if (this.#isOver(waiter)) tell();
    else this.#waiters.push(waiter);
  }

  /** Waits until all that has come by now is kept, but for those whose rows are locked. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.whenKept(this, this.#taken, resolve);
    });
  }

  /** Calls back when there is room again. */
  whenRoom(tell: () => void): void {
    this.#forRoom.push(tell);
  }

  /** Waits until all is kept, but not longer than for a time. What is not kept then is given up. */
  async drain(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    const isBusy = (): boolean => this.#isRunning || this.#isRetrying;
    while (isBusy() && performance.now() < end) await pause(10);
    if (isBusy()) this.#logger.error(`${this.#count} events are not kept: the database cannot be used`);
    this.#end.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // what one read of a socket brings goes along
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#end.signal.aborted) {
      const batch = this.#waiting.splice(0, MOST_IN_BATCH);
      this.#inBatch = batch.length;
      const locked = await this.#keep(batch);
      this.#inBatch = 0;
      if (locked !== null) {
        this.#kept += batch.length;
        this.#setAside(locked);
        this.#tell(batch, locked);
      }
      await setImmediate();
    }
    this.#isRunning = false;
  }

  #setAside(locked: readonly Waiting[]): void {
    if (locked.length === 0) return;
    this.#logger.warn(`The rows of ${locked.length} events are locked; they wait`);
    this.#locked.push(...locked);
    if (!this.#isRetrying) void this.#retry();
  }

  /** Tries those whose rows are locked, while others go on. */
  async #retry(): Promise<void> {
    this.#isRetrying = true;
    while (this.#locked.length > 0 && !this.#end.signal.aborted) {
      const batch = this.#locked.slice(0, MOST_IN_BATCH);
      const locked = await this.#keep(batch);
      if (locked === null) break;
      // what came meanwhile goes before those that are locked still
      this.#locked = [...this.#locked.slice(batch.length), ...locked];
      this.#tell(batch, locked);
    }
    this.#isRetrying = false;
  }

  /** @returns those whose rows are locked; null when all were given up */
  async #keep(batch: readonly Waiting[]): Promise<Waiting[] | null> {
    const { signal } = this.#end;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        const outcomes = await this.#recorder.record(batch.map(({ event }) => event));
        return batch.filter((_, i) => outcomes[i]!.status === 'LOCKED');
      } catch (error) {
        const reason = whyUnavailable(error);
        if (reason === null) this.#logger.error(`Unexpected ${nameAndPlace(error)}`);
        else if (wait === FIRST_WAIT_MS) this.#logger.error(`The database cannot be used: ${reason}; events wait`);
        await pause(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return null;
      }
    }
  }

  /** Tells those who wait for a batch, and for room. */
  #tell(batch: readonly Waiting[], locked: readonly Waiting[]): void {
    for (const each of batch) if (!locked.includes(each)) this.#bytes -= each.bytes;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter((waiter) => !this.#isOver(waiter));
    for (const waiter of waiters) if (!this.#waiters.includes(waiter)) waiter.tell();
    if (this.#count > MOST_EVENTS / 2 || this.#bytes > MOST_BYTES / 2) return;
    for (const tell of this.#forRoom.splice(0)) tell();
  }

  #isOver({ owner, until }: Waiter): boolean {
    return until <= this.#kept && !this.#locked.some((each) => each.owner === owner && each.number <= until);
  }
}
