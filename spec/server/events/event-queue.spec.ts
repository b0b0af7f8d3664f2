import { type Event } from '../../../src/api/index.js';
import { EventQueue } from '../../../src/server/events/event-queue.js';
import { type EventRecorder } from '../../../src/server/events/event-recorder.js';
import { type Metrics } from '../../../src/server/metrics.js';
import { eventOf } from '../../support/events.js';

type Record = EventRecorder['record'];

/** A recorder that only notes how many events it was given at once, and keeps them when it is told to. */
function noteRecorder(): { recorder: EventRecorder; batches: number[]; keep: () => void } {
  const batches: number[] = [];
  let keep = (): void => undefined;
  const record: Record = (events) => {
    batches.push(events.length);
    return new Promise((resolve) => {
      keep = () => {
        resolve(events.map(() => ({ status: 'RECORDED' })));
      };
    });
  };
  return {
    recorder: { record } as EventRecorder,
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
    const take = (): number => queue.take(eventOf('RUNNING'), 100, queue);
    for (let i = 0; i < 3; i += 1) take();
    await Promise.resolve();
    await Promise.resolve();
    expect(batches).toEqual([3]);
    const last = [take(), take()].at(-1)!;
    let isKept = false;
    queue.whenKept(queue, last, () => (isKept = true));
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

  it('goes on beside an event whose row is locked, and lets only its owner wait for it', async () => {
    const held = eventOf('RUNNING');
    let isLocked = true;
    const record: Record = async (events) => {
      await nextTurn();
      return events.map((event) =>
        event === held && isLocked ? { status: 'LOCKED', cause: null } : { status: 'RECORDED' },
      );
    };
    const queue = new EventQueue({ record } as EventRecorder, metrics);
    const [owner, other] = [{}, {}];
    const kept: string[] = [];
    const take = (event: Event, who: object, name: string): void => {
      queue.whenKept(who, queue.take(event, 100, who), () => kept.push(name));
    };
    take(eventOf('RUNNING'), owner, 'before it');
    take(held, owner, 'it');
    take(eventOf('RUNNING'), owner, 'behind it');
    take(eventOf('RUNNING'), other, "another's");
    for (let i = 0; i < 10; i += 1) await nextTurn();
    expect(kept).toEqual(['before it', "another's"]);
    isLocked = false;
    for (let i = 0; i < 10; i += 1) await nextTurn();
    expect(kept).toEqual(['before it', "another's", 'it', 'behind it']);
    await queue.drain(1000);
  });
});
