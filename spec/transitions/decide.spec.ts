import {
  type Defaulted,
  addMicroseconds,
  Field,
  formatDateTime,
  parseDateTime,
  State,
  StateDetails,
  StateType,
} from '../../src/index.js';
import {
  ANY_STATE,
  type AnyRunColumns,
  decide,
  type FlowRule,
  type FlowRunColumns,
  FlowRunPolicy,
  RuleError,
  TaskRunPolicy,
  type TransitionEffect,
  type TransitionFacts,
} from '../../src/transitions/index.js';
import { FLOW_RUN_ID, flowRun, taskRun } from '../support/transitions.js';

const T0 = parseDateTime('2026-11-25T10:00:00.000001+00:00')!;
const T1 = parseDateTime('2026-11-25T10:00:02.500002+00:00')!;

/** A rule about every transition. */
function rule(name: string, hooks: Pick<FlowRule, 'before' | 'after' | 'undo'>): FlowRule {
  return { name, summary: 'A rule of this spec', from: ANY_STATE, to: ANY_STATE, ...hooks };
}

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('decide()', () => {
  it('accepts a state that no rule speaks against, and changes nothing that it is given', () => {
    const proposed = State.running({ timestamp: T1 });
    const run = flowRun();
    const decision = decide({ run, current: null, proposed, policy: [] });
    expect(decision).toMatchObject({ status: 'ACCEPT', details: { type: 'accept_details' }, isNew: true, effects: [] });
    expect(decision.state!.id).toBe(proposed.id);
    expect(decision.state!.stateDetails.flowRunId).toBe(run.id);
    expect(proposed.stateDetails.flowRunId).toBeNull();
    expect(run).toEqual(flowRun());
    expect(decision.runPatch).toEqual({
      stateType: 'RUNNING',
      stateName: 'Running',
      stateTimestamp: T1,
      runCount: 1,
      startTime: T1,
      expectedStartTime: T1,
    });
  });

  it('gives the state that the run is in, and changes no column, when none is set', () => {
    const current = State.pending({ timestamp: T0 });
    const policy = [
      rule('No', {
        before: (transition) => {
          transition.abort('never');
        },
      }),
    ];
    const run = flowRun({ stateType: 'PENDING', stateTimestamp: T0 });
    const decision = decide({ run, current, proposed: State.running(), policy });
    expect(decision).toMatchObject({ status: 'ABORT', details: { reason: 'never' }, isNew: false, runPatch: {} });
    expect(decision.state).toBe(current);
  });

  it('asks a rule no more once another type stands in the place of what it is about', () => {
    const seen: string[] = [];
    const policy = [
      rule('First', {
        before: (transition) => {
          transition.reject(State.scheduled(), 'later');
        },
        after: () => seen.push('first after'),
        undo: () => seen.push('first undo'),
      }),
      rule('Second', { before: () => seen.push('second before') }),
    ];
    const decision = decide({ run: flowRun(), current: null, proposed: State.running(), policy });
    expect(decision).toMatchObject({ status: 'REJECT', state: { type: 'SCHEDULED' }, isNew: true });
    expect(seen).toEqual(['first after']);
  });

  it('takes back what a rule did when a rule behind it stops the transition, the last first', () => {
    const seen: string[] = [];
    const undone = (name: string): FlowRule =>
      rule(name, {
        before: ({ run }: { run: FlowRunColumns }) => (run.runCount += 1),
        undo: ({ run }, memory) => {
          run.runCount -= 1;
          seen.push(`${name} ${String(memory)}`);
        },
      });
    const stop = rule('Stop', {
      before: (transition) => {
        transition.wait(3, 'not yet');
      },
    });
    const decision = decide({
      run: flowRun(),
      current: null,
      proposed: State.running(),
      policy: [undone('A'), undone('B'), stop],
    });
    expect(decision).toMatchObject({ status: 'WAIT', details: { delaySeconds: 3, reason: 'not yet' }, runPatch: {} });
    expect(seen).toEqual(['B 2', 'A 1']);
  });

  it('neither follows up nor takes back a rule that has put a type in the place which is none of its own', () => {
    const seen: string[] = [];
    const policy: FlowRule[] = [
      {
        ...rule('Narrow', {
          before: (transition) => {
            transition.reject(State.cancelled(), 'no');
          },
          after: () => seen.push('after'),
          undo: () => seen.push('undo'),
        }),
        to: [StateType.CANCELLING],
      },
    ];
    decide({ run: flowRun(), current: null, proposed: State.cancelling(), policy });
    expect(seen).toEqual([]);
  });

  it('names the rule that throws, and tells nothing of what it said', () => {
    const policy = [
      rule('Broken', {
        before: () => {
          throw new Error('s3cr3t');
        },
      }),
    ];
    const move = (): unknown => decide({ run: flowRun(), current: null, proposed: State.running(), policy });
    expect(caught(move)).toMatchObject({ name: 'RuleError', rule: 'Broken', message: 'the rule Broken has thrown' });
    expect(caught(move)).toBeInstanceOf(RuleError);
  });

  it('takes no other answer once it is decided', () => {
    const policy = [
      rule('Late', {
        after: (transition) => {
          transition.abort('too late');
        },
      }),
    ];
    const move = (): unknown => decide({ run: flowRun(), current: null, proposed: State.running(), policy });
    expect(caught(move)).toMatchObject({ rule: 'Late', cause: { message: 'The transition is already validated' } });
  });

  it('puts a state that is not later than the current one a microsecond behind it', () => {
    const current = State.pending({ timestamp: T1 });
    const { state } = decide({
      run: flowRun({ stateType: 'PENDING', stateTimestamp: T1 }),
      current,
      proposed: State.running({ timestamp: T0 }),
    });
    expect(formatDateTime(state!.timestamp)).toBe(formatDateTime(addMicroseconds(T1, 1)));
  });
});

describe("a run's columns", () => {
  it('add up the microseconds that a run was running', () => {
    const { runPatch } = decide({
      run: taskRun({ stateType: 'RUNNING', startTime: T0, totalRunTime: 7 }),
      current: State.running({ timestamp: T0 }),
      proposed: State.completed({ timestamp: T1 }),
      force: true,
    });
    expect(runPatch).toMatchObject({ totalRunTime: 2_500_008, endTime: T1 });
    expect(runPatch).not.toHaveProperty('runCount');
  });

  it('lose the end of a run that goes on', () => {
    const { runPatch } = decide({
      run: flowRun({ startTime: T0, endTime: T0, runCount: 1 }),
      current: State.failed({ timestamp: T0 }),
      proposed: State.running({ timestamp: T1 }),
      force: true,
    });
    expect(runPatch).toMatchObject({ endTime: null, runCount: 2 });
  });

  it('hold the time of a schedule until the run leaves it', () => {
    const scheduled = decide({
      run: flowRun(),
      current: null,
      proposed: State.scheduled({ scheduledTime: T1, timestamp: T0 }),
    });
    expect(scheduled.runPatch).toMatchObject({ expectedStartTime: T1, nextScheduledStartTime: T1 });
    const run = { ...flowRun(), ...scheduled.runPatch };
    const pending = decide({ run, current: scheduled.state, proposed: State.pending() });
    expect(pending.runPatch).toMatchObject({ nextScheduledStartTime: null });
    expect(pending.state!.stateDetails.scheduledTime).toEqual(T1);
  });

  it("bring the task run of a subflow into the subflow's state", () => {
    const run = flowRun({ parentTaskRunId: '33333333-3333-4333-8333-333333333333' });
    const { state, effects } = decide({ run, current: null, proposed: State.running({ message: 'm' }), now: T1 });
    expect(state!.stateDetails.taskRunId).toBe(run.parentTaskRunId);
    expect(effects).toMatchObject([
      { type: 'setTaskRunState', taskRunId: run.parentTaskRunId, state: { type: 'RUNNING', message: 'm' } },
    ]);
    const { state: mirrored } = effects[0] as Extract<TransitionEffect, { type: 'setTaskRunState' }>;
    expect(mirrored.stateDetails.childFlowRunId).toBe(run.id);
    expect(mirrored.id).not.toBe(state!.id);
    expect(mirrored.timestamp).toEqual(T1);
    expect(state!.stateDetails.childFlowRunId).toBeNull();
  });
});

describe('the states that rules make', () => {
  class RegionDetails extends StateDetails {
    @Field.string({ default: null }) declare region: string | null;
  }
  class RegionState extends State {
    @Field.nested(() => RegionDetails, { default: () => RegionDetails.parse({}) })
    declare stateDetails: Defaulted<RegionDetails>;
  }
  const retries = { retries: 1, retry_delay: 5 };
  const paused = { id: FLOW_RUN_ID, runCount: 1, state: State.paused({ timeoutSeconds: 60 }) };

  it.each<[string, AnyRunColumns, State, State, TransitionFacts, string]>([
    [
      'BypassCancellingFlowRunsWithNoInfra',
      flowRun({ stateType: 'SCHEDULED' }),
      State.scheduled(),
      RegionState.cancelling(),
      {},
      'Cancelled',
    ],
    [
      'HandleResumingPausedFlows',
      flowRun({ stateType: 'PAUSED' }),
      State.paused({ pauseExpirationTime: T0 }),
      RegionState.running(),
      {},
      'Failed',
    ],
    [
      'RetryFailedFlows',
      flowRun({ stateType: 'RUNNING', runCount: 1, empiricalPolicy: FlowRunPolicy.parse(retries) }),
      State.running(),
      RegionState.failed(),
      {},
      'AwaitingRetry',
    ],
    [
      'RetryFailedTasks',
      taskRun({ stateType: 'RUNNING', runCount: 1, empiricalPolicy: TaskRunPolicy.parse(retries) }),
      State.running(),
      RegionState.failed(),
      { flowRun: paused },
      'AwaitingRetry',
    ],
    [
      'PreventRunningTasksFromStoppedFlows',
      taskRun(),
      State.pending(),
      RegionState.running(),
      { flowRun: paused },
      'NotReady',
    ],
  ])('are of the class of the proposed one: %s', (_rule, run, current, proposed, facts, name) => {
    const { status, state } = decide({ run: run as FlowRunColumns, current, proposed, facts, now: T1 });
    expect([status, state!.name]).toEqual(['REJECT', name]);
    expect(state).toBeInstanceOf(RegionState);
    expect(state!.stateDetails).toBeInstanceOf(RegionDetails);
  });
});
