import { type Event } from '../../../src/api/index.js';
import { EventQueue } from '../../../src/server/events/event-queue.js';
import { type EventRecorder } from '../../../src/server/events/event-recorder.js';
import { type Metrics } from '../../../src/server/metrics.js';
import { eventOf } from '../../support/events.js';

/** A recorder that only notes how many events it was given at once, and keeps them when it is told to. */
function noteRecorder(): { recorder: EventRecorder; batches: number[]; keep: () => void } {
  const batches: number[] = [];
  let keep = (): void => undefined;
  const record = (events: readonly Event[]): Promise<void> => {
    batches.push(events.length);
    return new Promise((resolve) => (keep = resolve));
  };
  return {
    recorder: { record } as unknown as EventRecorder,
    batches,
    keep: () => {
      keep();
    },
  };
}

const metrics = { watch: () => undefined } as unknown as Metrics;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('EventQueue', () => {
  it('hands on what one read of a socket brings at once, and what comes meanwhile in one batch behind it', async () => {
    const { recorder, batches, keep } = noteRecorder();
    const queue = new EventQueue(recorder, metrics);
    const take = (): number => queue.take(eventOf('RUNNING'), 100);
    for (let i = 0; i < 3; i += 1) take();
    await Promise.resolve();
    await Promise.resolve();
    expect(batches).toEqual([3]);
    const last = [take(), take()].at(-1)!;
    let isKept = false;
    queue.whenKept(last, () => (isKept = true));
    await nextTurn();
    expect(batches).toEqual([3]);
    keep();
    await nextTurn();
    await nextTurn();
    expect([batches, isKept]).toEqual([[3, 2], false]);
    keep();
    await nextTurn();
    expect(isKept).toBe(true);
    await queue.drain(1000);
  });
});
