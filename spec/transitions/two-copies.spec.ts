/* States of another copy of the package, as of another version in `node_modules`. */
import { jest } from '@jest/globals';

import { State } from '../../src/index.js';
import { decide } from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';
import { FLOW_RUN_ID, flowRun, RUN_ID, taskRun } from '../support/transitions.js';

let theirs: { readonly State: typeof State; readonly v3: typeof v3 };

beforeAll(async () => {
  await jest.isolateModulesAsync(async () => {
    theirs = {
      State: (await import('../../src/index.js')).State,
      v3: await import('../../src/v3/index.js'),
    };
  });
  expect(theirs.State).not.toBe(State);
});

describe.each<[string, () => typeof State]>([
  ['Prefect 2', () => theirs.State],
  ['Prefect 3', () => theirs.v3.State],
])('decide() about states of the other copy, of %s', (_wire, classOf) => {
  const wire = { type: 'COMPLETED', state_details: { cache_key: 'c' }, data: { a: [1] } };

  it('brings the task run of a subflow into a copy that has an id of its own', () => {
    const proposed = classOf().parse(wire);
    const run = flowRun({ parentTaskRunId: FLOW_RUN_ID });
    const { effects, state } = decide({ run, current: null, proposed });
    const { state: mirrored } = effects[0] as { readonly state: State };
    expect(mirrored.constructor).toBe(classOf());
    expect(mirrored.id).not.toBe(state!.id);
    expect(mirrored.data).toEqual(wire.data);
    expect(mirrored.stateDetails).toMatchObject({ cacheKey: 'c', childFlowRunId: RUN_ID });
  });

  it('answers for a cache key with such a copy', () => {
    const cached = classOf().parse(wire);
    const proposed = State.running({ stateDetails: { cacheKey: 'c' } });
    const facts = { cached, flowRun: { id: FLOW_RUN_ID, runCount: 1, state: State.running() } };
    const { status, state } = decide({ run: taskRun(), current: null, proposed, facts });
    expect([status, state!.name, state!.constructor]).toEqual(['REJECT', 'Cached', classOf()]);
    expect(state!.id).not.toBe(cached.id);
    expect(state!.data).toEqual(wire.data);
  });
});
