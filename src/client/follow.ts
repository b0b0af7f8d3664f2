/* Follows runs by asking again and again: often while something happens, seldom while nothing does. */
import { type State } from '../index.js';
import { FlowRunWaitTimeout } from './errors.js';
import { pause } from './pause.js';
import { type CallOptions } from './requests.js';

/** How often is asked. */
export interface FollowOptions extends CallOptions {
  /** Seconds until the second question. @defaultValue 0.25 */
  readonly firstPollSeconds?: number;
  /** The most seconds from one question to the next. @defaultValue 5 */
  readonly longestPollSeconds?: number;
}

/** How the end of a run is waited for. */
export interface WaitOptions extends FollowOptions {
  /** How long it is waited for. @defaultValue 10800, three hours, as Prefect's client waits */
  readonly timeoutSeconds?: number;
}

/** As a run stays as it is, each wait is longer than the last. */
const GROWTH = 1.5;
const TIMEOUT_SECONDS = 10_800;

class Polling {
  readonly #options: FollowOptions;
  #seconds: number;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#seconds = this.#first;
  }

  get #first(): number {
    return this.#options.firstPollSeconds ?? 0.25;
  }

  /** @param most - seconds after which to ask in any case */
  async next(most = Infinity): Promise<void> {
    await pause(Math.min(this.#seconds, most), this.#options.signal);
    this.#seconds = Math.min(this.#seconds * GROWTH, this.#options.longestPollSeconds ?? 5);
  }

  changed(): void {
    this.#seconds = this.#first;
  }
}

/** Every state of a run, each once, in their order, until one that ends it. */
export async function* statesOf<S extends State>(
  read: (options: CallOptions) => Promise<readonly S[]>,
  options: FollowOptions,
): AsyncGenerator<S, void> {
  const polling = new Polling(options);
  const given = new Set<string>();
  for (;;) {
    const states = await read(options);
    const fresh = states.filter(({ id }) => !given.has(id));
    for (const state of fresh) {
      given.add(state.id);
      yield state;
    }
    // one that was read before another came does not end the run
    if (states.at(-1)?.isFinal() === true) return;
    if (fresh.length > 0) polling.changed();
    await polling.next();
  }
}

/**
 * A run that has ended.
 *
 * @throws {@link FlowRunWaitTimeout}
 */
export async function endOf<Run extends { readonly id: string; readonly state: State | null }>(
  read: (options: CallOptions) => Promise<Run>,
  { timeoutSeconds = TIMEOUT_SECONDS, ...options }: WaitOptions,
): Promise<Run> {
  const polling = new Polling(options);
  const end = performance.now() + timeoutSeconds * 1000;
  let last: string | undefined;
  for (;;) {
    const run = await read(options);
    if (run.state?.isFinal() === true) return run;
    const left = (end - performance.now()) / 1000;
    if (left <= 0) throw new FlowRunWaitTimeout(run.id, timeoutSeconds);
    if (run.state?.id !== last) polling.changed();
    last = run.state?.id;
    await polling.next(left);
  }
}
