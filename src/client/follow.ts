/* Follows runs by asking again and again. */
import { type State } from '../index.js';
import { FlowRunWaitTimeout } from './errors.js';
import { type FollowOptions, type Listen, Polling } from './polling.js';
import { type CallOptions } from './requests.js';

/** How the end of a run is waited for. */
export interface WaitOptions extends FollowOptions {
  /** How long it is waited for. @defaultValue 10800, three hours, as Prefect's client waits */
  readonly timeoutSeconds?: number;
}

const TIMEOUT_SECONDS = 10_800;

/** Every state of a run, each once, in their order, until one that ends it. */
export async function* statesOf<S extends State>(
  read: (options: CallOptions) => Promise<readonly S[]>,
  listen: Listen,
  options: FollowOptions,
): AsyncGenerator<S, void> {
  const polling = new Polling(options, listen);
  const given = new Set<string>();
  try {
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
  } finally {
    polling.stop();
  }
}

/**
 * A run that has ended.
 *
 * @throws {@link FlowRunWaitTimeout}
 */
export async function endOf<Run extends { readonly id: string; readonly state: State | null }>(
  read: (options: CallOptions) => Promise<Run>,
  listen: Listen,
  { timeoutSeconds = TIMEOUT_SECONDS, ...options }: WaitOptions,
): Promise<Run> {
  const polling = new Polling(options, listen);
  const end = performance.now() + timeoutSeconds * 1000;
  let last: string | undefined;
  try {
    for (;;) {
      const run = await read(options);
      if (run.state?.isFinal() === true) return run;
      const left = (end - performance.now()) / 1000;
      if (left <= 0) throw new FlowRunWaitTimeout(run.id, timeoutSeconds);
      if (run.state?.id !== last) polling.changed();
      last = run.state?.id;
      await polling.next(left);
    }
  } finally {
    polling.stop();
  }
}
