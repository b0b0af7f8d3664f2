/* The rules make states of the class that is proposed, whichever wire it speaks. */
import { State } from '../../src/index.js';
import { decide } from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';
import { FLOW_RUN_ID, flowRun, RUN_ID, taskRun } from '../support/transitions.js';

describe.each<[string, typeof State]>([
  ['Prefect 2', State],
  ['Prefect 3', v3.State],
])('decide() about states of %s', (_wire, stateClass) => {
  const wire = { type: 'COMPLETED', state_details: { cache_key: 'c', traceparent: '00-1-2-01' }, data: { a: [1] } };
  const given = stateClass.parse(wire);

  it('answers for a cache key with a whole copy that has an id of its own', () => {
    const proposed = stateClass.running({ stateDetails: { cacheKey: 'c' } });
    const facts = { cached: given, flowRun: { id: FLOW_RUN_ID, runCount: 1, state: stateClass.running() } };
    const { status, state } = decide({ run: taskRun(), current: null, proposed, facts });
    expect([status, state!.name, state!.constructor]).toEqual(['REJECT', 'Cached', stateClass]);
    expect(state!.id).not.toBe(given.id);
    expect(state!.timestamp).not.toEqual(given.timestamp);
    expect(state!.data).toEqual(given.data);
    expect(state!.data).not.toBe(given.data);
    const details = { ...given.stateDetails, flowRunId: FLOW_RUN_ID, taskRunId: RUN_ID };
    expect({ ...state!.stateDetails }).toEqual(details);
  });

  it('brings the task run of a subflow into a whole copy that has an id of its own', () => {
    const run = flowRun({ parentTaskRunId: FLOW_RUN_ID });
    const { effects, state } = decide({ run, current: stateClass.running(), proposed: given });
    expect(effects).toMatchObject([{ type: 'setTaskRunState', taskRunId: FLOW_RUN_ID }]);
    const { state: mirrored } = effects[0] as { readonly state: State };
    expect(mirrored.constructor).toBe(stateClass);
    expect(mirrored.id).not.toBe(state!.id);
    expect(mirrored.timestamp).not.toEqual(state!.timestamp);
    const details = { ...given.stateDetails, childFlowRunId: RUN_ID, flowRunId: RUN_ID, taskRunId: FLOW_RUN_ID };
    expect({ ...mirrored.stateDetails }).toEqual(details);
  });
});
