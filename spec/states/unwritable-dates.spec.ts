/* Dates that come by assignment or by luxon's arithmetic, and that the wire cannot hold. */
import { instanceToPlain } from 'class-transformer';
import { DateTime } from 'luxon';

import { Field, types, PrefectBaseModel, SerializationError, State, UnexpectedResult } from '../../src/index.js';
import { getStateException } from '../../src/index.js';
import { thrownBy } from '../support/expect.js';

const NEVER = DateTime.invalid('no such day');
const FAR = DateTime.utc(2026, 11, 23).plus({ years: 9000 });

const UNWRITABLE: [string, DateTime | Date, string][] = [
  ['an invalid DateTime', NEVER, 'the DateTime is not valid'],
  ['a DateTime past the year 9999', FAR, 'year 11026 is out of range'],
  ['a DateTime before the year 1', DateTime.utc(0), 'year 0 is out of range'],
  ['an invalid Date', new Date(NaN), 'the Date is not valid'],
  ['a Date past the year 9999', FAR.toJSDate(), 'year 11026 is out of range'],
  ['a Date before the year 1', new Date(Date.UTC(-1, 0)), 'year -1 is out of range'],
];

class Trip extends PrefectBaseModel {
  @Field.list(types.dateTime, { default: () => [] }) declare stops: DateTime[];
  @Field.record(types.dateTime, { default: () => ({}) }) declare named: Record<string, DateTime>;
  @Field.nested(() => State, { default: () => State.pending() }) declare state: State;
  @Field.list(types.nested(() => State), { default: () => [] })
  declare states: State[];
}

function expectRefused(write: () => unknown, place: string, fault: string): void {
  const error = thrownBy(write);
  expect(error).toBeInstanceOf(SerializationError);
  expect(error).toMatchObject({ place, message: `${place}: ${fault}` });
}

describe.each(UNWRITABLE)('%s', (_what, date, fault) => {
  const at = date as DateTime;
  const withTime = (): State => Object.assign(State.running(), { timestamp: at });
  const withDetail = (): State => {
    const state = State.running();
    state.stateDetails.scheduledTime = at;
    return state;
  };

  it.each<[string, (state: State) => unknown]>([
    ['json()', (state) => state.json()],
    ['json() of some fields', (state) => state.json({ exclude: ['id'] })],
    ['toJSON()', (state) => state.toJSON()],
    ['JSON.stringify()', (state) => JSON.stringify({ state })],
    ['dict({ jsonCompatible })', (state) => state.dict({ jsonCompatible: true })],
    ['ormDict({ jsonCompatible })', (state) => state.ormDict({ jsonCompatible: true })],
  ])('is refused by %s with its place', (_door, write) => {
    expectRefused(() => write(withTime()), 'timestamp', fault);
    expectRefused(() => write(withDetail()), 'state_details.scheduled_time', fault);
  });

  it('is refused by instanceToPlain with its place', () => {
    expectRefused(() => instanceToPlain(withTime()), 'timestamp', fault);
    expectRefused(() => instanceToPlain(State.running({ data: [at] })), 'data[0]', fault);
  });

  it.each<[string, unknown, string]>([
    ['itself', at, 'data'],
    ['in a list', { at: [1, at] }, 'data.at[1]'],
    ['in a map', new Map([['at', at]]), 'data.at'],
    ['in a set', new Set([at]), 'data[0]'],
    ['in a state', { state: withTime() }, 'data.state.timestamp'],
    ["in a state's details", [withDetail()], 'data[0].state_details.scheduled_time'],
    ["in a state's data", [State.running({ data: { at } })], 'data[0].data.at'],
  ])('is refused as data: %s', (_where, data, place) => {
    const state = State.running({ data });
    expectRefused(() => state.json(), place, fault);
    expectRefused(() => state.toJSON(), place, fault);
    expectRefused(() => state.json({ include: ['data'] }), place, fault);
  });

  it('is refused as an item of a field', () => {
    expectRefused(() => Object.assign(new Trip({}), { stops: [at] }).json(), 'stops[0]', fault);
    expectRefused(() => Object.assign(new Trip({}), { named: { at } }).toJSON(), 'named.at', fault);
    expectRefused(() => Object.assign(new Trip({}), { state: withTime() }).json(), 'state.timestamp', fault);
    expectRefused(
      () => Object.assign(new Trip({}), { states: [withDetail()] }).json(),
      'states[0].state_details.scheduled_time',
      fault,
    );
  });

  it('is refused as a key of a map', () => {
    expect(() => State.running({ data: new Map([[at, 1]]) }).json()).toThrow(SerializationError);
  });

  it('makes no key', () => {
    expectRefused(() => withTime().hashKey(), 'timestamp', fault);
  });

  it('is shown, and stays what it is in memory', async () => {
    const state = Object.assign(State.failed({ data: [at] }), { timestamp: at });
    expect(state.repr()).toMatch(/result=\[Date(Time)?\((invalid|'[-+]?\d+-\d\d-\d\dT.*Z')\)\]\)$/);
    expect(state.dict().timestamp).toBe(at);
    await expect(getStateException(state)).rejects.toThrow(UnexpectedResult);
  });
});
