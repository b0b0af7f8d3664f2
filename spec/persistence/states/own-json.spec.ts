import { Field, State, StateDetails } from '../../../src/index.js';
import { Runs, RunStates } from '../../../src/persistence/index.js';
import { freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

class ShownDetails extends StateDetails {
  override toJSON(): never {
    return { shown: true } as never;
  }
}

class ShownState extends State {
  @Field.nested(() => ShownDetails, { default: () => new ShownDetails({}) })
  declare stateDetails: ShownDetails;

  override toJSON(): never {
    return { shown: true } as never;
  }
}

describe('RunStates.append() of a class with a toJSON of its own', () => {
  const database = freshDatabase();

  it('keeps what json() gives of it', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const states = new RunStates(database.current(), 'flow_run');
    const state = ShownState.parse({ type: 'RUNNING', data: { a: 1 }, state_details: { cache_key: 'k' } });
    const kept = await states.append(run.id, state);
    expect(await states.find(kept.id)).toMatchObject({ data: { a: 1 }, stateDetails: { cacheKey: 'k' } });
  });
});
