import { Logger } from '@nestjs/common';
import { type WebSocket } from 'ws';

import { type Event, v3 } from '../../api/index.js';
import { compareDateTimes, currentDateTime } from '../../index.js';
import { type Credentials } from '../credentials.js';
import { nameAndPlace } from '../logs.js';
import { Heartbeat } from '../sockets/heartbeat.js';
import { CLOSING, PrefectSocket, readObject } from '../sockets/prefect-socket.js';
import { matcherOf } from './event-matcher.js';
import { type EventStream, type Subscriber } from './event-stream.js';
import { type ToldEvent } from './recent-events.js';

/** As long as a client may take to say of which events it is told. */
const FILTER_TIMEOUT_MS = 20_000;

/** The most bytes that say it. */
const MOST_BYTES = 16 * 1024;

/** More than this does not wait for a client that does not read it. */
const MOST_UNREAD = 1024 ** 2;

/** Of what was before, nothing is told that was longer ago. */
const BACKFILL = { minutes: 15 };

/** What was kept since may come again, from another process. */
const FRESH = { minutes: 1 };

/** The most bytes of the reason for which a socket is closed: RFC 6455, 5.5. */
const LONGEST_REASON = 123;

const EXPECTED_FILTER = "Expected 'filter' message";

/** What a socket is opened with. */
export interface SubscriberSocketOptions {
  readonly stream: EventStream;
  /** What the token of `auth` must be; null for any. */
  readonly credentials: Credentials | null;
}

/**
 * One client that is told of events. It says of which; then it is told what was before, unless it does not want that, and what
 * comes. What it says later is not looked at.
 *
 * @source prefect 3.8.8, server/api/events.py, `stream_workspace_events_out`
 */
export class SubscriberSocket implements Subscriber {
  readonly #socket: WebSocket;
  readonly #client: PrefectSocket;
  readonly #stream: EventStream;
  readonly #heartbeat: Heartbeat;
  readonly #timeout: NodeJS.Timeout;
  readonly #logger = new Logger('Events');
  #matches: ((event: Event) => boolean) | null = null;
  /** What comes while it is told what was before; null when it is told at once. */
  #waiting: ToldEvent[] | null = null;
  #waitingBytes = 0;
  /** What it was told of before, by ids: a state that has just been kept may be found there, and come as well. */
  readonly #before = new Set<string>();

  constructor(socket: WebSocket, { stream, credentials }: SubscriberSocketOptions) {
    this.#socket = socket;
    this.#stream = stream;
    this.#heartbeat = new Heartbeat(socket);
    this.#client = new PrefectSocket(socket, {
      credentials,
      hear: (text) => {
        if (this.#matches === null) this.#hearFilter(text);
      },
    });
    this.#timeout = setTimeout(() => {
      this.#refuse(EXPECTED_FILTER);
    }, FILTER_TIMEOUT_MS);
    socket.on('ping', (data: Buffer) => {
      if (this.#hasRoom()) socket.pong(data);
    });
    socket.once('close', () => {
      this.#end();
    });
  }

  /** Closes it, because the server stops. With the code of going away, Prefect's client would end, and not try again. */
  stop(): void {
    this.#end();
    this.#socket.close(CLOSING.restart, 'The server stops');
  }

  /** Looks whether the client is still there. */
  look(): void {
    if (this.#client.isOpen) this.#heartbeat.look();
  }

  /** Tells the client of an event, where it has asked for such. */
  hear(told: ToldEvent): void {
    if (this.#before.delete(told.event.id) || !this.#matches!(told.event)) return;
    if (!this.#hasRoom()) return;
    if (this.#waiting === null) {
      this.#send(told);
      return;
    }
    this.#waiting.push(told);
    this.#waitingBytes += told.message.length;
  }

  #hearFilter(text: Buffer): void {
    if (text.length > MOST_BYTES) {
      this.#client.refuse(CLOSING.tooBig, '');
      return;
    }
    const { type, filter: given, backfill = true } = readObject(text) ?? {};
    if (type !== 'filter') {
      this.#refuse(EXPECTED_FILTER);
      return;
    }
    const read = v3.EventFilter.safeParse(given);
    if (!read.success) {
      const { loc, msg } = read.error.issues[0]!;
      this.#refuse(`Invalid filter: ${[...loc, msg].join(': ')}`);
      return;
    }
    clearTimeout(this.#timeout);
    this.#subscribe(read.data, Boolean(backfill));
  }

  #subscribe(filter: v3.EventFilter, wantsBefore: boolean): void {
    const earliest = currentDateTime().minus(BACKFILL);
    if (compareDateTimes(filter.occurred.since, earliest) < 0) filter.occurred.since = earliest;
    this.#matches = matcherOf(filter);
    if (wantsBefore) this.#waiting = [];
    // first, so that nothing is missed that comes meanwhile
    this.#stream.add(this);
    if (wantsBefore) void this.#tellBefore(filter);
  }

  async #tellBefore(filter: v3.EventFilter): Promise<void> {
    const fresh = currentDateTime().minus(FRESH);
    const resources = filter.resource?.distinct === true ? new Set<string>() : null;
    try {
      for await (const page of this.#stream.before(filter)) {
        const asked = page.filter(({ event }) => this.#matches!(event) && isFirst(resources, event));
        for (const { event } of asked) if (compareDateTimes(event.received, fresh) > 0) this.#before.add(event.id);
        // one is not sent before the system has the one before it, nor the next page read
        for (const told of asked) await this.#sent(told);
        if (!this.#client.isOpen) return;
      }
      const waiting = this.#waiting!;
      this.#waiting = null;
      this.#waitingBytes = 0;
      for (const told of waiting) if (!this.#before.delete(told.event.id)) this.#send(told);
    } catch (error) {
      this.#logger.error(`What was before cannot be told: ${nameAndPlace(error)}`);
      this.#close('What was before cannot be told now');
    }
  }

  #sent(told: ToldEvent): Promise<void> {
    return new Promise((resolve) => {
      this.#send(told, resolve);
    });
  }

  #send({ message }: ToldEvent, then: () => void = () => undefined): void {
    if (this.#client.isOpen) this.#socket.send(message, { binary: false }, then);
    else then();
  }

  /** Whether it can be sent more; a client that does not read what it was sent is closed. */
  #hasRoom(): boolean {
    if (!this.#client.isOpen) return false;
    if (this.#socket.bufferedAmount + this.#waitingBytes <= MOST_UNREAD) return true;
    this.#logger.warn(`A client has not read ${MOST_UNREAD} bytes of events; its socket is closed`);
    this.#close('Events are not read');
    return false;
  }

  #refuse(reason: string): void {
    let short = reason.slice(0, LONGEST_REASON);
    while (Buffer.byteLength(short) > LONGEST_REASON) short = short.slice(0, -1);
    this.#end();
    this.#client.refuse(CLOSING.unexpected, short);
  }

  /** Closes it so that the client comes again, and asks for what was before. */
  #close(reason: string): void {
    this.#end();
    this.#client.refuse(CLOSING.tryAgain, reason);
  }

  #end(): void {
    clearTimeout(this.#timeout);
    this.#stream.remove(this);
  }
}

/** Whether an event is the first of its resource, where only those are asked for. */
function isFirst(resources: Set<string> | null, { resource }: Event): boolean {
  if (resources === null) return true;
  const id = resource['prefect.resource.id']!;
  const isNew = !resources.has(id);
  resources.add(id);
  return isNew;
}
