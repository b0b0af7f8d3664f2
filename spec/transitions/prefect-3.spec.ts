/* What Prefect 3's rules have of their own, beside those that the reference's tests ask for (`spec/reference/v3-*`). */
import { addMicroseconds, State, type StateType } from '../../src/index.js';
import {
  ANY_STATE,
  decide,
  type Decision,
  type FlowRule,
  type FlowRunColumns,
  PREFECT_3_POLICIES,
  type TaskRunColumns,
} from '../../src/transitions/index.js';
import * as v3 from '../../src/v3/index.js';
import { FLOW_RUN_ID, flowRun, inSeconds, move, NOW, taskRun } from '../support/transitions.js';

const policies = PREFECT_3_POLICIES;

describe('decide() by PREFECT_3_POLICIES, about states at one time', () => {
  const run = flowRun({ stateTimestamp: NOW });
  const current = v3.State.pending({ timestamp: NOW });
  const at = (microseconds: number, taken: readonly number[] = []): number => {
    const proposed = v3.State.running({ timestamp: addMicroseconds(NOW, microseconds) });
    const takenTimes = taken.map((each) => addMicroseconds(NOW, each));
    const { state, runPatch } = decide({ run, current, proposed, facts: { takenTimes }, policies });
    expect(runPatch).toMatchObject({ stateTimestamp: state!.timestamp, startTime: state!.timestamp });
    return [-2, -1, 0, 1, 2, 3, 4].find(
      (each) => state!.timestamp.equals(addMicroseconds(NOW, each)) && isAt(state!, each),
    )!;
  };
  const isAt = (state: State, microseconds: number): boolean =>
    v3.formatDateTimeZ(state.timestamp) === v3.formatDateTimeZ(addMicroseconds(NOW, microseconds));

  it('puts the second to the next microsecond that is free', () => {
    expect(at(0)).toBe(1);
    expect(at(0, [1, 2])).toBe(3);
    expect(at(0, [2, 1])).toBe(3);
    expect(at(0, [2])).toBe(1);
    expect(at(1, [1])).toBe(2);
  });

  it('leaves one that is before the current one where it is', () => {
    expect(at(-2)).toBe(-2);
    expect(at(-2, [-2, -1])).toBe(1);
  });

  it('keeps the states of a task run in order', () => {
    const proposed = v3.State.running({ timestamp: inSeconds(-1) });
    const facts = { flowRun: { id: FLOW_RUN_ID, runCount: 1, state: v3.State.running() } };
    const { state } = decide({ run: taskRun({ stateTimestamp: NOW }), current, proposed, facts, policies });
    expect(isAt(state!, 1)).toBe(true);
  });
});

describe('decide() by PREFECT_3_POLICIES, about a run that ends', () => {
  const end = (columns: Partial<FlowRunColumns & TaskRunColumns>, current: State = v3.State.pending()): unknown[] => {
    const proposed = v3.State.failed({ timestamp: NOW });
    return [flowRun(columns), taskRun(columns)].map((run) => {
      const { runPatch } = decide<FlowRunColumns | TaskRunColumns>({ run, current, proposed, now: NOW, policies });
      return [runPatch.startTime, runPatch.endTime];
    });
  };

  it('gives it the end as its start when it has not begun', () => {
    expect(end({})).toEqual([NOW, NOW].map((now) => [now, now]));
    expect(end({ startTime: inSeconds(-9) })).toEqual([NOW, NOW].map((now) => [undefined, now]));
  });

  it('leaves the times of one that has ended', () => {
    const ended = { endTime: inSeconds(-5), startTime: null };
    expect(end(ended, v3.State.crashed())).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});

describe('decide() by PREFECT_3_POLICIES, about deferred task runs', () => {
  const pend = (
    stateDetails: Partial<v3.StateDetails>,
    { flowRunId = null as string | null, force = false } = {},
  ): string =>
    decide({
      run: taskRun({ flowRunId }),
      current: v3.State.running(),
      proposed: v3.State.pending({ stateDetails }),
      policies,
      force,
    }).status;

  it('asks the rules of background tasks when the proposed state says so, forced or not, flow run or not', () => {
    const runs = [{}, { flowRunId: FLOW_RUN_ID }, { force: true }, { flowRunId: FLOW_RUN_ID, force: true }];
    expect(runs.map((run) => pend({ deferred: true }, run))).toEqual(Array(4).fill('ABORT'));
    for (const deferred of [false, null]) {
      expect(runs.map((run) => pend({ deferred }, run))).toEqual(Array(4).fill('ACCEPT'));
    }
  });

  it('takes states of Prefect 2, which say nothing of it', () => {
    const proposed = State.pending();
    const run = taskRun({ flowRunId: null });
    const decision = decide({ run, current: State.running(), proposed, policies });
    expect(decision.status).toBe('ACCEPT');
    expect(Object.keys(decision.state!.stateDetails)).toEqual(Object.keys(proposed.stateDetails));
  });
});

describe('decide() by PREFECT_3_POLICIES, about data that the rules of task runs cannot read', () => {
  const complete = (data: unknown, to: StateType = 'RUNNING'): string => {
    const proposed = new v3.State({ type: to });
    const facts = { flowRun: { id: FLOW_RUN_ID, runCount: 1, state: v3.State.running() } };
    return decide({ run: taskRun(), current: v3.State.completed({ data }), proposed, facts, policies }).status;
  };

  it.each(['text', [1], 5, true])('fails for a completed task run whose data is %j', (data) => {
    for (const to of ['RUNNING', 'COMPLETED', 'SCHEDULED'] as const)
      expect(() => complete(data, to)).toThrow('the rule HandleTaskTerminalStateTransitions has thrown');
    expect(complete(data, 'CRASHED')).toBe('ABORT');
  });

  it.each([null, '', 0, false, [], {}, { type: 'unpersisted' }])('takes %j for no result', (data) => {
    expect(complete(data)).toBe('ACCEPT');
  });

  const schedule = (data: unknown, deferred: boolean, force = false): string => {
    const proposed = v3.State.scheduled({ data, stateDetails: { deferred } });
    return decide({ run: taskRun(), current: v3.State.pending(), proposed, policies, force }).status;
  };

  it.each(['text', '', {}, { storage_key: 'k' }])('fails for a background task that is scheduled with %j', (data) => {
    for (const force of [false, true])
      expect(() => schedule(data, true, force)).toThrow('the rule EnqueueScheduledTasks has thrown');
    expect(schedule(data, false)).toBe('ACCEPT');
  });

  it.each([null, { type: 'unpersisted' }])('schedules a background task with %j', (data) => {
    expect(schedule(data, true)).toBe('ACCEPT');
  });
});

describe('decide() by PREFECT_3_POLICIES, about a cache key that is too long', () => {
  const complete = (cacheKey: string): Decision =>
    move({
      prefect: 3,
      kind: 'task',
      from: 'RUNNING',
      to: 'COMPLETED',
      rules: ['CacheInsertion'],
      proposed: { stateDetails: { cacheKey } },
    });

  it('rejects the state, and sets it all the same', () => {
    const { status, details, isNew, state, effects } = complete('x'.repeat(2001));
    const reason = 'Cache key exceeded maximum allowed length of 2000 characters.';
    expect([status, details, isNew, state!.type]).toMatchObject(['REJECT', { reason }, true, 'COMPLETED']);
    expect(effects).toMatchObject([{ type: 'cache', stateId: state!.id }]);
  });

  it('counts characters as Python does', () => {
    expect(complete('🙂'.repeat(2000)).status).toBe('ACCEPT');
    expect(complete('🙂'.repeat(2001)).status).toBe('REJECT');
  });
});

describe('decide() by PREFECT_3_POLICIES, about a pause', () => {
  const leave = (to: 'CANCELLING' | 'PENDING', name: string, stateDetails: object): Decision =>
    move({
      prefect: 3,
      from: 'PAUSED',
      to,
      rules: ['HandleResumingPausedFlows'],
      initial: { stateDetails: { pauseTimeout: inSeconds(-5), ...stateDetails } },
      proposed: { name },
    });

  it('lets it be cancelled, also when it has timed out', () => {
    expect(leave('CANCELLING', 'Cancelling', {}).status).toBe('ACCEPT');
    expect(leave('PENDING', 'Pending', {}).status).toBe('REJECT');
  });

  it('calls a state without a name by its type', () => {
    const { details } = leave('CANCELLING', '', { pauseReschedule: true });
    expect(details).toMatchObject({ reason: 'Cannot reschedule a cancelling flow run without a deployment.' });
  });
});

describe('rules of your own', () => {
  const nothingBegins: FlowRule = {
    name: 'NothingBegins',
    summary: 'No flow run begins',
    from: ANY_STATE,
    to: ['RUNNING'],
    before(transition) {
      transition.wait(60, 'not now');
    },
  };
  const own = { flowRuns: [nothingBegins] };
  const ask = (given: typeof policies | typeof own, from: State, to: State): Decision =>
    decide({ run: flowRun(), current: from, proposed: to, policies: given });

  it('go over Prefect 2, or over Prefect 3 when it is said', () => {
    const over3 = { ...PREFECT_3_POLICIES, ...own };
    for (const each of [own, over3]) expect(ask(each, v3.State.pending(), v3.State.running()).status).toBe('WAIT');
    const end = (given: typeof over3 | typeof own): unknown =>
      ask(given, v3.State.pending(), v3.State.failed()).runPatch.startTime;
    expect([end(own), end(over3)]).toEqual([undefined, expect.anything()]);
  });

  it('read and write what only Prefect 3 has', () => {
    const traced: FlowRule = {
      name: 'Traced',
      summary: 'A state without a trace gets one',
      from: ANY_STATE,
      to: ANY_STATE,
      before({ proposed: { stateDetails } }) {
        if (stateDetails instanceof v3.StateDetails) stateDetails.traceparent ??= '00-1-2-01';
      },
    };
    const over3 = { ...PREFECT_3_POLICIES, flowRuns: [traced, ...PREFECT_3_POLICIES.flowRuns] };
    const given = v3.State.running({ data: { rows: [1] } });
    const { state } = ask(over3, v3.State.pending(), given);
    expect(state).toMatchObject({ data: { rows: [1] }, stateDetails: { traceparent: '00-1-2-01' } });
    expect(state).toBeInstanceOf(v3.State);
    expect(given.stateDetails.traceparent).toBeNull();
  });
});
