import { type AnswerOf, type Route } from '../api/index.js';
import { type AnyRequest, readAnswer, refuseAnswer, sentOf } from './asking.js';
import { type Connection, type ConnectionOptions, connectionOf } from './options.js';
import { Transport } from './transport.js';

/** How one call is made. */
export interface CallOptions {
  /** Ends the call when it is aborted; the call throws what it was aborted with. */
  readonly signal?: AbortSignal;
}

/** A call whose answer may be known otherwise. */
export interface OwnCallOptions<T> extends CallOptions {
  /** Asked before a request is repeated that may have been done: what its answer was, undefined when it was not done. */
  readonly instead?: () => Promise<T | undefined>;
}

/** Asks the routes of a server. */
export class Requests {
  readonly #transport: Transport;

  /** @throws {@link ClientOptionsError} */
  constructor(options: ConnectionOptions) {
    this.#transport = new Transport(connectionOf(options));
  }

  /** Where is asked, and with what. */
  get connection(): Connection {
    return this.#transport.connection;
  }

  /** Asks a route, of whose request only its models know what it must be. */
  async send<R extends Route>(
    route: R,
    request: AnyRequest,
    options: OwnCallOptions<AnswerOf<R>> = {},
  ): Promise<AnswerOf<R>> {
    const sent = sentOf(route, request);
    return this.#transport.ask<AnswerOf<R>>(sent, {
      ...options,
      read: (answer) => readAnswer(route, sent, answer),
      refuse: (answer) => refuseAnswer(route, sent, answer),
    });
  }
}
