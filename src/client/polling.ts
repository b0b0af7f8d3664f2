/* When to ask again: often while something happens, seldom while nothing does, and at once when something is told. */
import { pause } from './pause.js';
import { type CallOptions } from './requests.js';

/** How often is asked. */
export interface FollowOptions extends CallOptions {
  /** Seconds until the second question. @defaultValue 0.25 */
  readonly firstPollSeconds?: number;
  /** The most seconds from one question to the next. @defaultValue 5; 30 while the server tells of events */
  readonly longestPollSeconds?: number;
}

/** What a server tells from. */
export interface Listening {
  /** Whether it tells, as far as is known. */
  readonly isOpen: () => boolean;
  readonly stop: () => void;
}

/** Begins to listen; gives undefined where nothing is told. */
export type Listen = (tell: () => void) => Listening | undefined;

/** As nothing changes, each wait is longer than the last. */
const GROWTH = 1.5;

/** The waits from one question to the next. */
export class Polling {
  readonly #options: FollowOptions;
  readonly #listening: Listening | undefined;
  #seconds: number;
  #isTold = false;
  #wake: () => void = () => undefined;

  constructor(options: FollowOptions, listen: Listen) {
    this.#options = options;
    this.#seconds = this.#first;
    this.#listening = listen(() => {
      this.#isTold = true;
      this.#wake();
    });
  }

  get #first(): number {
    return this.#options.firstPollSeconds ?? 0.25;
  }

  get #longest(): number {
    return this.#options.longestPollSeconds ?? (this.#listening?.isOpen() === true ? 30 : 5);
  }

  /** @param most - seconds after which to ask in any case */
  async next(most = Infinity): Promise<void> {
    if (!this.#isTold) {
      await pause(Math.min(this.#seconds, most), this.#options.signal, (wake) => (this.#wake = wake));
      this.#seconds = Math.min(this.#seconds * GROWTH, this.#longest);
    }
    // what is told of may be there to read only a little later
    if (this.#isTold) this.changed();
    this.#isTold = false;
  }

  changed(): void {
    this.#seconds = this.#first;
  }

  stop(): void {
    this.#listening?.stop();
  }
}
