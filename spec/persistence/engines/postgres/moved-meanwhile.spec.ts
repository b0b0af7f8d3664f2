/* A run is read and locked in one statement: what another transaction has done while it was waited for must be seen too. */
import { setTimeout } from 'node:timers/promises';

import { State } from '../../../../src/index.js';
import { Runs, RunStates } from '../../../../src/persistence/index.js';
import { ANY_STATE, type FlowRule } from '../../../../src/transitions/index.js';
import { freshDatabase } from '../../../support/database.js';
import { newFlowRun } from '../../../support/runs.js';

describe('RunStates.propose() on postgres', () => {
  const database = freshDatabase('postgres');

  it('decides by the state that the run is in once another transaction lets it go', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const states = new RunStates(database.current(), 'flow_run');
    const seen: (string | null)[] = [];
    const tells: FlowRule = {
      name: 'Tells',
      summary: 'Tells which state the run is in',
      from: ANY_STATE,
      to: ANY_STATE,
      before: ({ initial }) => void seen.push(initial?.name ?? null),
    };
    let waiting: Promise<unknown> = Promise.resolve();
    await database.current().write(async (manager) => {
      await states.append(run.id, State.running({ name: 'First' }), { manager });
      waiting = states.propose(run.id, State.running({ name: 'Second' }), { policy: [tells] });
      // until it waits for the row
      await setTimeout(200);
    });
    await waiting;
    expect(seen).toEqual(['First']);
    expect((await states.history(run.id)).map(({ name }) => name)).toEqual(['Pending', 'First', 'Second']);
  }, 30_000);
});
