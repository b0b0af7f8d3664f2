import { type Event, v3 } from '../../api/index.js';
import { currentDateTime } from '../../index.js';

/** An event as it is told. */
export interface ToldEvent {
  readonly event: v3.ReceivedEvent;
  /** The message that tells it, for all who are told. */
  readonly message: Buffer;
}

/** Makes the message that tells an event. */
export function told(event: v3.ReceivedEvent): ToldEvent {
  return { event, message: Buffer.from(`{"type":"event","event":${event.json()}}`) };
}

/** The most bytes of events that are held. */
const MOST_BYTES = 4 * 1024 ** 2;

/** The events that clients have told of last, as many as there is room for. They are gone with the process. */
export class RecentEvents {
  /** By their ids, in the order in which they came. */
  readonly #events = new Map<string, ToldEvent>();
  #bytes = 0;

  /** All of them, in the order in which they came. */
  all(): ToldEvent[] {
    return [...this.#events.values()];
  }

  /** Adds an event that has come now. @returns null where it is there already */
  add({ occurred, event, resource, related, payload, id, follows }: Event): ToldEvent | null {
    if (this.#events.has(id)) return null;
    const fields = { occurred, event, resource, related, payload, id, follows };
    const added = told(new v3.ReceivedEvent({ ...fields, received: currentDateTime() }));
    this.#events.set(id, added);
    this.#bytes += added.message.length;
    for (const [each, { message }] of this.#events) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#events.delete(each);
      this.#bytes -= message.length;
    }
    return added;
  }
}
