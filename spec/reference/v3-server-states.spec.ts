/* Ported from the reference, prefect 3.8.8: tests/server/schemas/test_states.py, one by one. */
import { randomUUID } from 'node:crypto';

import { compareDateTimes, currentDateTime } from '../../src/index.js';
import { State, StateDetails, StateType } from '../../src/v3/index.js';

const FILE = 'tests/server/schemas/test_states.py';
const TYPES = Object.values(StateType);
const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe(`${FILE}::TestState`, () => {
  it('::test_state_takes_name_from_type', () => {
    expect(new State({ type: 'RUNNING' }).name).toBe('Running');
  });

  it('::test_state_raises_validation_error_for_invalid_type', () => {
    expect(() => new State({ type: 'Running' as StateType })).toThrow(
      /^1 validation error for State\ntype\n {2}Input should be/,
    );
  });

  it('::test_state_custom_name', () => {
    expect(new State({ type: 'RUNNING', name: 'My Running State' }).name).toBe('My Running State');
  });

  it('::test_state_default_timestamp', () => {
    const dt = currentDateTime();
    expect(compareDateTimes(new State({ type: 'RUNNING' }).timestamp, dt)).toBeGreaterThanOrEqual(0);
  });

  it('::test_state_copy_does_not_create_insertable_object', () => {
    const state = new State({ type: 'RUNNING', timestamp: currentDateTime(), id: randomUUID() });
    expect(state.copy().id).toBe(state.id);
  });

  it('::test_state_copy_with_field_reset_creates_insertable_object', () => {
    const dt = currentDateTime();
    const state = new State({ type: 'RUNNING', timestamp: dt, id: randomUUID() });
    const reset = state.resetFields();
    expect(reset.id).not.toBe(state.id);
    expect(reset.id).toMatch(VERSION_7);
    expect(compareDateTimes(reset.timestamp, dt)).toBeGreaterThanOrEqual(0);
  });
});

describe(`${FILE}::TestStateTypeFunctions`, () => {
  it.each(TYPES)('::test_is_scheduled[%s]', (type) => {
    expect(new State({ type }).isScheduled()).toBe(type === 'SCHEDULED');
  });
  it.each(TYPES)('::test_is_pending[%s]', (type) => {
    expect(new State({ type }).isPending()).toBe(type === 'PENDING');
  });
  it.each(TYPES)('::test_is_running[%s]', (type) => {
    expect(new State({ type }).isRunning()).toBe(type === 'RUNNING');
  });
  it.each(TYPES)('::test_is_completed[%s]', (type) => {
    expect(new State({ type }).isCompleted()).toBe(type === 'COMPLETED');
  });
  it.each(TYPES)('::test_is_failed[%s]', (type) => {
    expect(new State({ type }).isFailed()).toBe(type === 'FAILED');
  });
  it.each(TYPES)('::test_is_cancelled[%s]', (type) => {
    expect(new State({ type }).isCancelled()).toBe(type === 'CANCELLED');
  });
});

describe(`${FILE}::TestStateConvenienceFunctions`, () => {
  const dt = currentDateTime();

  it.each([
    ['test_completed', () => State.completed(), 'COMPLETED', 'Completed'],
    ['test_failed', () => State.failed(), 'FAILED', 'Failed'],
    ['test_running', () => State.running(), 'RUNNING', 'Running'],
    ['test_pending', () => State.pending(), 'PENDING', 'Pending'],
    ['test_retrying', () => State.retrying(), 'RUNNING', 'Retrying'],
    ['test_submitting', () => State.submitting(), 'PENDING', 'Submitting'],
    ['test_infrastructure_pending', () => State.infrastructurePending(), 'PENDING', 'InfrastructurePending'],
  ] as const)('::%s', (_title, make, type, name) => {
    expect(make()).toMatchObject({ type, name });
  });

  it('::test_completed_with_custom_attrs', () => {
    const state = State.completed({ name: 'my-state', stateDetails: new StateDetails({ cacheKey: '123' }) });
    expect(state.name).toBe('my-state');
    expect(state.stateDetails.cacheKey).toBe('123');
  });

  it.each([
    ['test_scheduled', () => State.scheduled({ scheduledTime: dt }), 'Scheduled'],
    ['test_awaiting_retry', () => State.awaitingRetry({ scheduledTime: dt }), 'AwaitingRetry'],
    ['test_late', () => State.late({ scheduledTime: dt }), 'Late'],
  ] as const)('::%s', (_title, make, name) => {
    const state = make();
    expect(state).toMatchObject({ type: 'SCHEDULED', name });
    expect(compareDateTimes(state.stateDetails.scheduledTime, dt)).toBe(0);
  });

  it.each([
    ['test_scheduled_without_scheduled_time_defaults_to_now', () => State.scheduled()],
    ['test_awaiting_retry_without_scheduled_time_defaults_to_now', () => State.awaitingRetry()],
    ['test_late_without_scheduled_time_defaults_to_now', () => State.late()],
  ])('::%s', (_title, make) => {
    const dt1 = currentDateTime();
    const { scheduledTime } = make().stateDetails;
    const dt2 = currentDateTime();
    expect(compareDateTimes(dt1, scheduledTime)).toBeLessThanOrEqual(0);
    expect(compareDateTimes(scheduledTime, dt2)).toBeLessThanOrEqual(0);
  });

  it('::test_scheduled_with_state_details_cant_provide_scheduled_time', () => {
    const stateDetails = new StateDetails({ scheduledTime: dt });
    expect(() => State.scheduled({ scheduledTime: dt, stateDetails })).toThrow(/extra scheduled_time/);
  });

  it('::test_submitting_with_message', () => {
    const state = State.submitting({ message: 'Creating infrastructure' });
    expect(state).toMatchObject({ type: 'PENDING', name: 'Submitting', message: 'Creating infrastructure' });
  });

  it('::test_infrastructure_pending_with_message', () => {
    const state = State.infrastructurePending({ message: 'Pod is starting' });
    expect(state).toMatchObject({ type: 'PENDING', name: 'InfrastructurePending', message: 'Pod is starting' });
  });
});

describe(`${FILE}::TestRepresentation`, () => {
  it.each([
    ['test_state_str_includes_message', { message: 'abc' }, "Failed('abc')"],
    ['test_state_str_excludes_null_message', { message: null }, 'Failed()'],
    ['test_state_str_excludes_null_message_with_name', { message: null, name: 'Test' }, 'Test(type=FAILED)'],
    ['test_state_str_includes_type_if_name_is_custom', { message: 'abc', name: 'Foo' }, "Foo('abc', type=FAILED)"],
  ])('::%s', (_title, fields, text) => {
    expect(String(State.failed(fields))).toBe(text);
  });
});
