import { inspect } from 'node:util';
import { jest } from '@jest/globals';

import {
  Field,
  CountByState,
  formatDateTime,
  isState,
  State,
  StateCreate,
  StateDetails,
  StateGroup,
  StateType,
  TERMINAL_STATES,
  ValueError,
} from '../../src/index.js';
import { expectIssues } from '../support/expect.js';

const T = '2024-02-29T12:30:45.123456+05:30';

describe('State', () => {
  it.each(Object.values(StateType))('names a %s state after its type', (type) => {
    expect(State.parse({ type }).name).toBe(type[0] + type.slice(1).toLowerCase());
    expect(State.parse({ type, name: null }).name).toBe(State.parse({ type }).name);
    expect(State.parse({ type, name: '' }).name).toBe('');
  });

  it('schedules a scheduled state for now, unless it has a time', () => {
    expect(State.parse({ type: 'SCHEDULED' }).stateDetails.scheduledTime).not.toBeNull();
    expect(State.parse({ type: 'RUNNING' }).stateDetails.scheduledTime).toBeNull();
    const { scheduledTime } = State.parse({ type: 'SCHEDULED', state_details: { scheduled_time: T } }).stateDetails;
    expect(formatDateTime(scheduledTime!)).toBe(T);
  });

  it('never writes into the details it is given', () => {
    const stateDetails = Object.freeze({ cacheKey: 'k' });
    const details = new StateDetails(stateDetails);
    const states = [
      new State({ type: 'SCHEDULED', stateDetails }),
      new State({ type: 'SCHEDULED', stateDetails: details }),
      State.scheduled({ stateDetails: details }),
      State.paused({ stateDetails: details, pauseKey: 'p' }),
    ];
    expect(details).toMatchObject({ scheduledTime: null, pauseKey: null });
    for (const state of states) expect(state.stateDetails).not.toBe(details);
  });
});

describe('the factories', () => {
  it.each<[State, StateType, string]>([
    [State.scheduled(), 'SCHEDULED', 'Scheduled'],
    [State.completed(), 'COMPLETED', 'Completed'],
    [State.running(), 'RUNNING', 'Running'],
    [State.failed(), 'FAILED', 'Failed'],
    [State.crashed(), 'CRASHED', 'Crashed'],
    [State.cancelling(), 'CANCELLING', 'Cancelling'],
    [State.cancelled(), 'CANCELLED', 'Cancelled'],
    [State.pending(), 'PENDING', 'Pending'],
    [State.paused(), 'PAUSED', 'Paused'],
    [State.suspended(), 'PAUSED', 'Suspended'],
    [State.awaitingRetry(), 'SCHEDULED', 'AwaitingRetry'],
    [State.retrying(), 'RUNNING', 'Retrying'],
    [State.late(), 'SCHEDULED', 'Late'],
  ])('%s is of type %s', (state, type, name) => {
    expect(state).toMatchObject({ type, name });
  });

  it('make instances of the class they are called on, with its fields', () => {
    class Owned extends State<Owned> {
      @Field.string({ default: null }) declare owner: string | null;
    }
    const made: Owned[] = [
      Owned.completed({ owner: 'me' }),
      Owned.late({ owner: 'me' }),
      Owned.paused({ owner: 'me' }),
    ];
    for (const state of made) {
      expect(state).toBeInstanceOf(Owned);
      expect(state.owner).toBe('me');
    }
  });

  it('take a date in any form', () => {
    const { stateDetails } = State.scheduled({ scheduledTime: T });
    expect(formatDateTime(stateDetails.scheduledTime)).toBe(T);
    expect(() => State.scheduled({ scheduledTime: 'soon' })).toThrow('Unable to parse string [soon]');
  });
});

describe('State.scheduled()', () => {
  it('refuses a second scheduled time given in stateDetails', () => {
    expect(() => State.scheduled({ scheduledTime: T, stateDetails: { scheduledTime: T } })).toThrow(
      ValueError.of('An extra scheduled_time was provided in state_details'),
    );
  });

  it('puts now in the place of a time that only stateDetails has', () => {
    const before = Date.now();
    const { scheduledTime } = State.scheduled({ stateDetails: { scheduledTime: T } }).stateDetails;
    expect(scheduledTime.toMillis()).toBeGreaterThanOrEqual(before);
  });
});

describe('State.paused()', () => {
  it('counts the timeout from now, in seconds', () => {
    jest.useFakeTimers({ now: Date.UTC(2035, 0, 1) });
    const { pauseTimeout } = State.paused({ timeoutSeconds: 1.5 }).stateDetails;
    jest.useRealTimers();
    expect(formatDateTime(pauseTimeout!)).toMatch(/^2035-01-01T00:00:01\.50000\d\+00:00$/);
  });

  it('says how the run waits', () => {
    const { stateDetails } = State.paused({ pauseExpirationTime: T, reschedule: true, pauseKey: 'k' });
    expect(stateDetails).toMatchObject({ pauseReschedule: true, pauseKey: 'k' });
    expect(formatDateTime(stateDetails.pauseTimeout!)).toBe(T);
    expect(State.suspended().stateDetails.pauseReschedule).toBe(true);
  });

  it('puts its own key and rescheduling in the place of what stateDetails says', () => {
    const { stateDetails } = State.paused({ stateDetails: { pauseKey: 'k', pauseReschedule: true, cacheKey: 'c' } });
    expect(stateDetails).toMatchObject({ pauseKey: null, pauseReschedule: false, cacheKey: 'c' });
  });

  it.each<[object, string]>([
    [{ timeoutSeconds: 1, pauseExpirationTime: T }, 'Cannot supply both a pause_expiration_time and timeout_seconds'],
    [{ stateDetails: { pauseTimeout: T } }, 'An extra pause timeout was provided in state_details'],
    [{ timeoutSeconds: '5' }, 'unsupported type for timedelta seconds component: str'],
    [{ timeoutSeconds: 1e15 }, 'date value out of range'],
  ])('refuses %p', (fields, message) => {
    expect(() => State.paused(fields)).toThrow(ValueError.of(message));
  });
});

describe('the predicates', () => {
  it.each(Object.values(StateType))('tell a %s state', (type) => {
    const state = State.parse({ type });
    const own = `is${type[0]}${type.slice(1).toLowerCase()}`;
    const told = [
      'isScheduled',
      'isPending',
      'isRunning',
      'isCompleted',
      'isFailed',
      'isCrashed',
      'isCancelled',
      'isCancelling',
      'isPaused',
    ].filter((name) => (state as unknown as Record<string, () => boolean>)[name]!());
    expect(told).toEqual([own]);
    expect(state.isFinal()).toBe(TERMINAL_STATES.has(type));
  });

  it('isFinal() tells the four that end a run', () => {
    expect([...TERMINAL_STATES].sort()).toEqual(['CANCELLED', 'COMPLETED', 'CRASHED', 'FAILED']);
  });
});

describe('State.fromOrmWithoutResult()', () => {
  const row = {
    id: '123e4567-e89b-12d3-a456-426614174000',
    type: 'COMPLETED',
    name: 'Done',
    timestamp: T,
    message: null,
    stateDetails: new StateDetails({ cacheKey: 'k' }),
    get data(): never {
      throw new Error('a lazy load');
    },
  };

  it('reads a row without touching its data', () => {
    const state = State.fromOrmWithoutResult(row, { withData: [1] });
    expect(state).toMatchObject({ id: row.id, name: 'Done', data: [1], stateDetails: { cacheKey: 'k' } });
    expect(State.fromOrmWithoutResult(row).data).toBeNull();
  });

  it('reads the fields of the class it is called on', () => {
    class Named extends State {}
    expect(Named.fromOrmWithoutResult(row)).toBeInstanceOf(Named);
  });

  it('refuses a row that is no state', () => {
    expect(() => State.fromOrmWithoutResult({})).toThrow('none is not an allowed value');
  });
});

describe('hashKey()', () => {
  const at = (timestamp: string, fields: object = {}): State => State.parse({ type: 'RUNNING', timestamp, ...fields });

  it('is the same for one run, instant and type', () => {
    expect(at('2024-01-01T00:00:00.000001Z').hashKey()).toBe(
      at('2024-01-01T02:00:00.000001+02:00', { name: 'x' }).hashKey(),
    );
  });

  it('differs by run, microsecond and type', () => {
    const keys = [
      at('2024-01-01T00:00:00.000001Z'),
      at('2024-01-01T00:00:00.000002Z'),
      at('2024-01-01T00:00:00.000001Z', { type: 'FAILED' }),
      at('2024-01-01T00:00:00.000001Z', { state_details: { flow_run_id: '123e4567-e89b-12d3-a456-426614174000' } }),
      at('2024-01-01T00:00:00.000001Z', { state_details: { task_run_id: '123e4567-e89b-12d3-a456-426614174000' } }),
    ].map((state) => state.hashKey());
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('toString(), repr() and inspect', () => {
  it.each<[State, string]>([
    [State.failed(), 'Failed()'],
    [State.failed({ message: "it's" }), 'Failed("it\'s")'],
    [State.failed({ message: '', name: 'failed' }), 'failed()'],
    [State.failed({ message: 'abc', name: 'Foo' }), "Foo('abc', type=FAILED)"],
  ])('write %s', (state, expected) => {
    expect(String(state)).toBe(expected);
  });

  it('repr() shows the result', () => {
    const state = State.completed({ data: { a: [1.5, null] } });
    expect(state.repr()).toBe("Completed(message=None, type=COMPLETED, result={'a': [1.5, None]})");
    expect(inspect(state)).toBe(state.repr());
  });

  it('repr() of a state without a name says None, as Python does', () => {
    const state = State.running().copy({ update: { name: null as never } });
    expect(state.repr()).toBe('None(message=None, type=RUNNING, result=None)');
  });
});

describe('StateDetails', () => {
  it('has 15 fields, null or false', () => {
    const values = Object.values(new StateDetails({}).toJSON());
    expect(values).toHaveLength(15);
    expect(values.filter((value) => value !== null)).toEqual([false, false]);
  });
});

describe('CountByState', () => {
  it('counts every type, none unless given', () => {
    const count = new CountByState({ RUNNING: 2 });
    expect(count.RUNNING).toBe(2);
    expect(Object.keys(count.toJSON()).sort()).toEqual(Object.values(StateType).sort());
    expect(Object.values(count.toJSON()).filter((value) => value !== 0)).toEqual([2]);
  });

  it("refuses a count with separators around it, which are no blanks to Python's int()", () => {
    expectIssues(CountByState, { RUNNING: '\x1c7' }, [{ loc: ['RUNNING'], type: 'type_error.integer' }]);
    expect(CountByState.parse({ RUNNING: '\x85\u20037\v' }).RUNNING).toBe(7);
  });

  it('refuses, in a subclass, what is no type of state', async () => {
    const { Field } = await import('../../src/index.js');
    class More extends CountByState {
      @Field.int({ default: 0 }) declare FOO: number;
    }
    expect(More.parse({ RUNNING: 1 })).toMatchObject({ RUNNING: 1, FOO: 0 });
    expectIssues(More, { FOO: 1 }, [{ loc: ['FOO'], msg: 'FOO is not a valid StateType', type: 'value_error' }]);
    expectIssues(More, { COMPLETED: 'x', FOO: 'x' }, [
      { loc: ['COMPLETED'] },
      { loc: ['FOO'], type: 'type_error.integer' },
    ]);
  });
});

describe('StateCreate', () => {
  it('takes an id and a timestamp, and never writes them', () => {
    const create = StateCreate.parse({ type: 'RUNNING', id: '123e4567-e89b-12d3-a456-426614174000', timestamp: T });
    expect(create.id).toBe('123e4567-e89b-12d3-a456-426614174000');
    expect(Object.keys(create.toJSON())).toEqual(['type', 'name', 'message', 'data', 'state_details']);
    expect(create.repr()).toMatch(
      /^StateCreate\(type='RUNNING', name='Running', message=None, data=None, stateDetails=/,
    );
    expect(State.parse(create).id).not.toBe(create.id);
  });

  it('is made of a state, with its data only when that is a result', () => {
    const state = State.completed({ name: 'N', message: 'm', data: { type: 'literal', value: 3 } });
    expect(JSON.parse(StateCreate.fromState(state).json())).toMatchObject({
      type: 'COMPLETED',
      name: 'N',
      message: 'm',
      data: { type: 'literal', value: 3 },
    });
    expect(StateCreate.fromState(State.completed({ data: { a: 3 } })).data).toBeNull();
    expect(StateCreate.fromState(State.completed({ data: { encoding: 'text', blob: 'x' } })).data).toBeNull();
  });
});

describe('StateGroup', () => {
  it('counts and says what it counted', () => {
    const group = new StateGroup(
      new Set([State.completed(), State.running(), State.failed(), State.crashed(), State.paused()]),
    );
    expect(group).toMatchObject({
      totalCount: 5,
      finalCount: 3,
      notFinalCount: 2,
      failCount: 2,
      pausedCount: 1,
      cancelledCount: 0,
    });
    expect(String(group)).toBe(
      "StateGroup<total=5, not_final=2, 'COMPLETED'=1, 'RUNNING'=1, 'FAILED'=1, 'CRASHED'=1, 'PAUSED'=1>",
    );
    expect(group.states).toHaveLength(5);
  });
});

describe('isState()', () => {
  it('knows the states of the other copy of the package', async () => {
    const state = State.running();
    await jest.isolateModulesAsync(async () => {
      const other = await import('../../src/index.js');
      expect(other.State).not.toBe(State);
      expect(other.isState(state)).toBe(true);
    });
    expect(isState({ type: 'RUNNING' })).toBe(false);
  });
});
