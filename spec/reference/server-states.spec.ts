/* Ported from the reference, prefect 2.20.25: tests/server/schemas/test_states.py, one by one. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';

import { compareDateTimes, currentDateTime, DataDocument, State, StateDetails, StateType } from '../../src/index.js';

const FILE = 'tests/server/schemas/test_states.py';
const TYPES = Object.values(StateType);

describe(`${FILE}::TestState`, () => {
  it('::test_state_takes_name_from_type', () => {
    expect(new State({ type: StateType.RUNNING }).name).toBe('Running');
  });

  it('::test_state_raises_validation_error_for_invalid_type', () => {
    expect(() => new State({ type: 'Running' as StateType })).toThrow(/value is not a valid enumeration member/);
  });

  it('::test_state_custom_name', () => {
    expect(new State({ type: StateType.RUNNING, name: 'My Running State' }).name).toBe('My Running State');
  });

  it('::test_state_default_timestamp', () => {
    const dt = currentDateTime();
    const state = new State({ type: StateType.RUNNING });
    expect(compareDateTimes(state.timestamp, dt)).toBeGreaterThanOrEqual(0);
  });

  it('::test_state_copy_does_not_create_insertable_object', () => {
    const state = new State({ type: StateType.RUNNING, timestamp: currentDateTime(), id: randomUUID() });
    expect(state.copy().id).toBe(state.id);
  });

  it('::test_state_copy_with_field_reset_creates_insertable_object', () => {
    const dt = currentDateTime();
    const state = new State({ type: StateType.RUNNING, timestamp: dt, id: randomUUID() });
    const copy = state.copy({ resetFields: true });
    expect(copy.id).not.toBe(state.id);
    expect(copy.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(compareDateTimes(copy.timestamp, dt)).toBeGreaterThanOrEqual(0);
  });

  it('::test_state_result_warns_and_uses_client_result', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const data = new DataDocument({ encoding: 'text', blob: Buffer.from('abc') });
    expect(await new State({ data, type: 'COMPLETED' }).result()).toBe('abc');
    expect(emitWarning).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ type: 'DeprecationWarning' }),
    );
    emitWarning.mockRestore();
  });
});

describe(`${FILE}::TestStateTypeFunctions`, () => {
  it.each(TYPES)('::test_is_scheduled[%s]', (type) => {
    expect(new State({ type }).isScheduled()).toBe(type === StateType.SCHEDULED);
  });
  it.each(TYPES)('::test_is_pending[%s]', (type) => {
    expect(new State({ type }).isPending()).toBe(type === StateType.PENDING);
  });
  it.each(TYPES)('::test_is_running[%s]', (type) => {
    expect(new State({ type }).isRunning()).toBe(type === StateType.RUNNING);
  });
  it.each(TYPES)('::test_is_completed[%s]', (type) => {
    expect(new State({ type }).isCompleted()).toBe(type === StateType.COMPLETED);
  });
  it.each(TYPES)('::test_is_failed[%s]', (type) => {
    expect(new State({ type }).isFailed()).toBe(type === StateType.FAILED);
  });
  it.each(TYPES)('::test_is_cancelled[%s]', (type) => {
    expect(new State({ type }).isCancelled()).toBe(type === StateType.CANCELLED);
  });
});

describe(`${FILE}::TestStateConvenienceFunctions`, () => {
  it('::test_completed', () => {
    expect(State.completed().type).toBe(StateType.COMPLETED);
  });

  it('::test_completed_with_custom_attrs', () => {
    const state = State.completed({ name: 'my-state', stateDetails: new StateDetails({ cacheKey: '123' }) });
    expect(state.name).toBe('my-state');
    expect(state.stateDetails.cacheKey).toBe('123');
  });

  it('::test_failed', () => {
    expect(State.failed().type).toBe(StateType.FAILED);
  });

  it('::test_running', () => {
    expect(State.running().type).toBe(StateType.RUNNING);
  });

  it('::test_pending', () => {
    expect(State.pending().type).toBe(StateType.PENDING);
  });

  it('::test_scheduled', () => {
    const dt = currentDateTime();
    const state = State.scheduled({ scheduledTime: dt });
    expect(state).toMatchObject({ type: StateType.SCHEDULED, name: 'Scheduled' });
    expect(compareDateTimes(state.stateDetails.scheduledTime, dt)).toBe(0);
  });

  it('::test_scheduled_with_state_details_cant_provide_scheduled_time', () => {
    const dt = currentDateTime();
    expect(() => State.scheduled({ scheduledTime: dt, stateDetails: new StateDetails({ scheduledTime: dt }) })).toThrow(
      /extra scheduled_time/,
    );
  });

  it('::test_awaiting_retry', () => {
    const dt = currentDateTime();
    const state = State.awaitingRetry({ scheduledTime: dt });
    expect(state).toMatchObject({ type: StateType.SCHEDULED, name: 'AwaitingRetry' });
    expect(compareDateTimes(state.stateDetails.scheduledTime, dt)).toBe(0);
  });

  it('::test_late', () => {
    const dt = currentDateTime();
    const state = State.late({ scheduledTime: dt });
    expect(state).toMatchObject({ type: StateType.SCHEDULED, name: 'Late' });
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

  it('::test_retrying', () => {
    expect(State.retrying()).toMatchObject({ type: StateType.RUNNING, name: 'Retrying' });
  });
});

describe(`${FILE}::TestRepresentation`, () => {
  it('::test_state_str_includes_message', () => {
    expect(String(State.failed({ message: 'abc' }))).toBe("Failed('abc')");
  });

  it('::test_state_str_excludes_null_message', () => {
    expect(String(State.failed({ message: null }))).toBe('Failed()');
  });

  it('::test_state_str_excludes_null_message_with_name', () => {
    expect(String(State.failed({ message: null, name: 'Test' }))).toBe('Test(type=FAILED)');
  });

  it('::test_state_str_includes_type_if_name_is_custom', () => {
    expect(String(State.failed({ message: 'abc', name: 'Foo' }))).toBe("Foo('abc', type=FAILED)");
  });

  it('::test_state_repr_includes_message_and_type_and_result', () => {
    const data = new DataDocument({ encoding: 'text', blob: Buffer.from('abc') });
    expect(State.completed({ message: "I'm done", data }).repr()).toBe(
      `Completed(message="I'm done", type=COMPLETED, result='abc')`,
    );
  });
});
