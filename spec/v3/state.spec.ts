import * as v2 from '../../src/index.js';
import { State, StateBaseModel, StateCreate, StateDetails } from '../../src/v3/index.js';

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;
const ID = '01a2e9a4-7a3c-7c41-8a08-0a1b2c3d4e5f';
const TIME = '2026-11-28T12:00:00.250001Z';

describe("a state of Prefect 3's wire", () => {
  const state = State.parse({ id: ID, type: 'RUNNING', timestamp: TIME, data: { a: [1] } });

  it("is a state of Prefect 2's, too, with details that are too", () => {
    expect(state).toBeInstanceOf(v2.State);
    expect(state.stateDetails).toBeInstanceOf(v2.StateDetails);
    expect(v2.isState(state)).toBe(true);
  });

  it('writes Z, and the three details that Prefect 2 does not know', () => {
    expect(JSON.parse(state.json())).toMatchObject({ timestamp: TIME, state_details: { deferred: false } });
    expect(Object.keys(state.toJSON().state_details).slice(-2)).toEqual([
      'traceparent',
      'deployment_concurrency_lease_id',
    ]);
  });

  it('has ids of version 7', () => {
    expect(State.completed().id).toMatch(VERSION_7);
  });

  it('copies with its id and its time, and what is in update counts as set', () => {
    const copy = state.copy({ update: { message: null } });
    expect(copy.toJSON()).toEqual(state.toJSON());
    expect(copy.dict({ excludeUnset: true })).toHaveProperty('message', null);
    expect(copy.data).toBe(state.data);
    expect(state.copy({ deep: true }).data).not.toBe(state.data);
    expect(state.copy({ deep: true }).data).toEqual(state.data);
  });

  it('freshCopy() has a new id and time, and shares nothing', () => {
    const copy = state.freshCopy();
    expect(copy.id).not.toBe(state.id);
    expect(Math.abs(copy.timestamp.toMillis() - Date.now())).toBeLessThan(60_000);
    expect(copy.data).toEqual(state.data);
    expect(copy.data).not.toBe(state.data);
    expect(Object.keys(copy.dict({ excludeUnset: true }))).toEqual(expect.arrayContaining(['id', 'timestamp']));
  });

  it('resetFields() has a new id and the same time', () => {
    const copy = state.resetFields();
    expect(copy.id).not.toBe(state.id);
    expect(copy.toJSON()).toEqual({ ...state.toJSON(), id: copy.id });
    expect(copy.equals(state)).toBe(true);
  });

  it('makes a proposal with its data, without id and time, and warns of nothing', () => {
    const proposal = state.toStateCreate();
    expect(proposal).toBeInstanceOf(StateCreate);
    expect(Object.keys(proposal.toJSON())).toEqual(['type', 'name', 'message', 'data', 'state_details']);
    expect(proposal.data).toEqual({ a: [1] });
  });

  it('gives issues without values, at [] for the whole', () => {
    expect(State.safeParse(5).error?.issues).toEqual([
      {
        loc: [],
        msg: 'Input should be a valid dictionary or object to extract fields from',
        type: 'model_attributes_type',
      },
    ]);
  });

  it('never shows a secret, even to who asks', () => {
    const secret = State.completed({ data: { key: new v2.SecretString('hush') } });
    expect(secret.json({ includeSecrets: true })).not.toContain('hush');
  });

  it('writes dates inside of data with Z', () => {
    const state = State.completed({ data: { at: v2.parseDateTime('2026-11-28T12:00:00+00:00') } });
    expect(state.toJSON().data).toEqual({ at: '2026-11-28T12:00:00Z' });
    expect(JSON.parse(state.json())).toMatchObject({ data: { at: '2026-11-28T12:00:00Z' } });
    expect(JSON.parse(state.json({ include: ['data'] }))).toEqual({ data: { at: '2026-11-28T12:00:00Z' } });
  });
});

describe('from one wire to the other', () => {
  const details = { flow_run_id: ID, scheduled_time: '2026-11-28T13:00:00.000001+05:30', cache_key: 'k' };
  const wire2 = {
    id: ID,
    type: 'SCHEDULED',
    name: 'Late',
    timestamp: TIME,
    message: 'm',
    data: { a: 1 },
    state_details: details,
  };

  it('a state of Prefect 2 is read with the defaults of the three new details', () => {
    const state = v2.State.parse(wire2);
    const read = State.parse(state);
    expect(read.constructor).toBe(State);
    expect(read.stateDetails.constructor).toBe(StateDetails);
    const { state_details: written, ...rest } = read.toJSON();
    expect(rest).toEqual({ id: ID, type: 'SCHEDULED', name: 'Late', timestamp: TIME, message: 'm', data: { a: 1 } });
    expect(written).toEqual({
      ...state.toJSON().state_details,
      deferred: false,
      traceparent: null,
      deployment_concurrency_lease_id: null,
    });
    expect(read.data).toBe(state.data);
  });

  it('a state of Prefect 3 is read without them, and without anything else lost', () => {
    const state = State.parse({ ...wire2, state_details: { ...details, deferred: true, traceparent: 't' } });
    const read = v2.State.parse(state);
    expect(read.constructor).toBe(v2.State);
    expect(read.stateDetails.constructor).toBe(v2.StateDetails);
    expect(read.toJSON()).toEqual(v2.State.parse(wire2).toJSON());
  });

  it('constructors, nested models and copies read the other wire too', () => {
    const [state2, state3] = [v2.State.parse(wire2), State.parse(wire2)];
    expect(new State({ type: 'RUNNING', stateDetails: state2.stateDetails }).stateDetails.constructor).toBe(
      StateDetails,
    );
    expect(new v2.State({ type: 'RUNNING', stateDetails: state3.stateDetails }).stateDetails.constructor).toBe(
      v2.StateDetails,
    );
    expect(state2.copy({ update: { stateDetails: state3.stateDetails } }).stateDetails.constructor).toBe(
      v2.StateDetails,
    );
    class Job extends v2.PrefectBaseModel<Job> {
      @v2.Field.nested(() => v2.State)
      declare state: v2.State;
    }
    expect(Job.parse({ state: state3 }).state.constructor).toBe(v2.State);
    expect(new Job({ state: state3 }).state.constructor).toBe(v2.State);
    expect(Job.parse({ state: state3 }).json()).toContain('+00:00');
  });
});

describe('StateBaseModel', () => {
  class Row extends StateBaseModel<Row> {
    @v2.Field.dateTime() declare at: import('luxon').DateTime;
  }

  it("is of Prefect 3's wire, as what extends it", () => {
    const row = Row.parse({ at: 0 });
    expect(row.id).toMatch(VERSION_7);
    expect(JSON.parse(row.json())).toEqual({ id: row.id, at: '1970-01-01T00:00:00Z' });
    expect(Row.safeParse({ at: true }).error?.issues[0]?.msg).toBe('value is not a valid datetime');
  });

  it("is what each model of a state's row on this wire is, and no other", () => {
    const [row, state] = [Row.parse({ at: 0 }), State.running()];
    expect([row, state].map((model) => model instanceof StateBaseModel)).toEqual([true, true]);
    expect([row, state].map((model) => model instanceof Row)).toEqual([true, false]);
    expect([v2.State.running(), {}, null].map((value) => value instanceof StateBaseModel)).toEqual([
      false,
      false,
      false,
    ]);
    expect(row).toBeInstanceOf(v2.StateBaseModel);
  });
});
