import { Inject, Injectable, Logger } from '@nestjs/common';

import { type Event, type v3 } from '../../api/index.js';
import { compareDateTimes, currentDateTime, type State } from '../../index.js';
import { isUuidText } from '../../inner.js';
import { Database, FlowRunEvents, whyUnavailable } from '../../persistence/index.js';
import { nameAndPlace } from '../logs.js';
import { Metrics } from '../metrics.js';
import { Repeated } from '../repeated.js';
import { RecentEvents, told, type ToldEvent } from './recent-events.js';

/** How soon a state is told that a flow run came into by another process. */
const POLL_MS = 1000;

/** As long as it may take to keep a state, from the time that it has: later, another process does not see that it came. */
const LONGEST_WRITE = { seconds: 30 };

const FLOW_RUN = 'prefect.flow-run.';

/** Who is told of events. */
export interface Subscriber {
  hear(told: ToldEvent): void;
}

/** A state that a flow run may have come into. */
interface Move {
  readonly state: State | null;
  readonly isNew: boolean;
}

/**
 * The events that are told: those of clients, when they are recorded; and one for each state of a flow run, made of what the
 * database keeps, whichever process has kept it. While no client subscribes, the database is not asked.
 *
 * @source prefect 3.8.8, server/events/stream.py; server/orchestration/instrumentation_policies.py
 */
@Injectable()
export class EventStream {
  readonly #flowRuns: FlowRunEvents;
  readonly #recent = new RecentEvents();
  readonly #subscribers = new Set<Subscriber>();
  readonly #logger = new Logger('Events');
  readonly #looking = new Repeated(() => this.#look());
  #timer: NodeJS.Timeout | null = null;
  /** States that this process has kept, and that are not told yet. */
  readonly #moved = new Set<string>();
  /** Whether a state that came lately is told; one that is not was there at the first look. Null before that look. */
  #known: Map<string, boolean> | null = null;
  #isDue = false;
  #lookedAt = currentDateTime();
  #isUsable = true;

  constructor(@Inject(Database) database: Database, @Inject(Metrics) metrics: Metrics) {
    this.#flowRuns = new FlowRunEvents(database);
    metrics.watch('prefect_states_event_subscribers', 'Clients that are told of events.', () => this.#subscribers.size);
  }

  /** Tells of events that clients have told of; of one that came before, not again. */
  tell(events: readonly Event[]): void {
    for (const event of events) {
      const added = this.#recent.add(event);
      if (added !== null) this.#send(added);
    }
  }

  /** Tells of the state of a flow run, if it is new. */
  notice({ state, isNew }: Move): void {
    if (this.#subscribers.size === 0 || !isNew || state === null) return;
    this.#moved.add(state.id);
    this.#looking.want();
  }

  /** Tells a subscriber of all that comes from now on, until it leaves. */
  add(subscriber: Subscriber): void {
    if (this.#subscribers.size === 0) this.#begin();
    this.#subscribers.add(subscriber);
  }

  /** Tells a subscriber no more. */
  remove(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber) || this.#subscribers.size > 0) return;
    clearInterval(this.#timer!);
    this.#moved.clear();
  }

  /** Waits until nothing is read any more. */
  async over(): Promise<void> {
    await this.#looking.over();
  }

  /** What was before, the oldest first: of the events of clients, what this process still holds. */
  async *before({ occurred, resource }: v3.EventFilter): AsyncGenerator<readonly ToldEvent[], void> {
    const held = this.#recent.all().sort(byTime);
    const ids = resource?.id ?? [];
    const { since, until } = occurred;
    const runIds = ids.length === 0 ? undefined : ids.flatMap(flowRunIn);
    for await (const page of this.#flowRuns.pages({ since, until, runIds })) {
      const last = page.at(-1)!.occurred;
      const count = held.findIndex(({ event }) => compareDateTimes(event.occurred, last) > 0);
      yield [...page.map(told), ...held.splice(0, count < 0 ? held.length : count)].sort(byTime);
    }
    if (held.length > 0) yield held;
  }

  #begin(): void {
    this.#known = null;
    this.#isDue = true;
    this.#lookedAt = currentDateTime();
    this.#timer = setInterval(() => {
      this.#isDue = true;
      this.#looking.want();
    }, POLL_MS).unref();
    this.#looking.want();
  }

  async #look(): Promise<void> {
    try {
      await this.#tellMoved();
      if (this.#isDue) await this.#lookForOthers();
      this.#isUsable = true;
    } catch (error) {
      const reason = whyUnavailable(error);
      if (reason === null) this.#logger.error(`Unexpected ${nameAndPlace(error)}`);
      else if (this.#isUsable) this.#logger.error(`The database cannot be used: ${reason}; states are told later`);
      this.#isUsable = reason === null;
    }
  }

  async #tellMoved(): Promise<void> {
    const moved = [...this.#moved];
    // the first look may have found one that is noticed only now
    await this.#tellOf(moved.filter((id) => this.#known?.get(id) !== true));
    for (const id of moved) this.#moved.delete(id);
  }

  /** Looks for states that other processes have kept. */
  async #lookForOthers(): Promise<void> {
    const begin = currentDateTime();
    const ids = await this.#flowRuns.idsSince(this.#lookedAt.minus(LONGEST_WRITE));
    const known = this.#known;
    if (known !== null) await this.#tellOf(ids.filter((id) => !known.has(id)).reverse());
    // all have left, and another has come meanwhile
    if (this.#known !== known) return;
    this.#known = new Map(ids.map((id) => [id, known?.get(id) ?? false]));
    this.#lookedAt = begin;
    this.#isDue = false;
  }

  async #tellOf(ids: readonly string[]): Promise<void> {
    for (const event of await this.#flowRuns.withIds(ids)) {
      this.#known?.set(event.id, true);
      this.#send(told(event));
    }
  }

  #send(event: ToldEvent): void {
    for (const subscriber of this.#subscribers) subscriber.hear(event);
  }
}

function byTime(left: ToldEvent, right: ToldEvent): number {
  return compareDateTimes(left.event.occurred, right.event.occurred);
}

/** The id of the flow run that a resource is; none for one of another kind. */
function flowRunIn(resource: string): string[] {
  const id = resource.slice(FLOW_RUN.length);
  return resource.startsWith(FLOW_RUN) && isUuidText(id) ? [id] : [];
}
