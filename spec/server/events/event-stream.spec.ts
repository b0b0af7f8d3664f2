import { jest } from '@jest/globals';

import { State } from '../../../src/index.js';
import { FlowRunEvents, Runs, RunStates } from '../../../src/persistence/index.js';
import { EventStream } from '../../../src/server/events/event-stream.js';
import { type ToldEvent } from '../../../src/server/events/recent-events.js';
import { type Metrics } from '../../../src/server/metrics.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const metrics = { watch: () => undefined } as unknown as Metrics;

/** Has the next look for states that came wait until it is let go. */
function holdNextLook(): () => void {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const spy = jest.spyOn(FlowRunEvents.prototype, 'idsSince').mockImplementation(async function (
    this: FlowRunEvents,
    since,
  ) {
    await held;
    return this.idsSince(since);
  });
  return () => {
    spy.mockRestore();
    letGo();
  };
}

describe.each(ENGINES)('EventStream on %s', (engine) => {
  const { current } = freshDatabase(engine);

  it('tells of a state that its first look finds before it is noticed, once', async () => {
    const { run } = await new Runs(current()).createFlowRun(await newFlowRun(current()));
    const stream = new EventStream(current(), metrics);
    const told: string[] = [];
    const subscriber = { hear: ({ event }: ToldEvent) => told.push(event.id) };
    const look = holdNextLook();
    stream.add(subscriber);
    const { state } = await new RunStates(current(), 'flow_run').propose(run.id, State.running());
    look();
    await stream.over();
    expect(told).toEqual([]);
    const move = { state, isNew: true };
    for (let i = 0; i < 2; i += 1) {
      stream.notice(move);
      await stream.over();
      expect(told).toEqual([state!.id]);
    }
    stream.remove(subscriber);
  });
});
