/* luxon can be told to throw where it would make an invalid DateTime: nothing of ours is answered otherwise then. */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DateTime, Settings } from 'luxon';

import {
  addMicroseconds,
  currentDateTime,
  parseDateTime,
  State,
  StateDetails,
  toUtcDateTime,
} from '../../src/index.js';

const INVALID = DateTime.invalid('no');

/** What a door gives or throws, without what is another each time. */
function answerOf(door: () => unknown): unknown {
  try {
    const answer = door();
    return ['given', answer instanceof DateTime ? String(answer) : JSON.stringify(answer)];
  } catch (error) {
    const { name, message, issues } = error as { readonly name: string; readonly message: string; issues?: unknown };
    return ['thrown', name, message, issues];
  }
}

const DOORS: [string, (at: never) => unknown][] = [
  ['safeParse', (at) => StateDetails.safeParse({ scheduled_time: at })],
  ['parse', (at) => StateDetails.parse({ scheduled_time: at })],
  ['new', (at) => new StateDetails({ scheduledTime: at })],
  ['copy', (at) => new StateDetails({}).copy({ update: { scheduledTime: at } })],
  ['~standard', (at) => StateDetails['~standard'].validate({ scheduled_time: at })],
  ['a nested field', (at) => State.safeParse({ type: 'RUNNING', state_details: { scheduled_time: at } }).error?.issues],
  ['a factory', (at) => State.scheduled({ scheduledTime: at }).stateDetails],
  ['validate', (at) => validateSync(plainToInstance(StateDetails, { scheduled_time: at })).map(String)],
  ['json', (at) => Object.assign(new StateDetails({}), { scheduledTime: at }).json()],
  ['repr', (at) => Object.assign(new StateDetails({}), { scheduledTime: at }).repr()],
  ['equals', (at) => Object.assign(new StateDetails({}), { scheduledTime: at }).equals(new StateDetails({}))],
];

describe("with luxon's Settings.throwOnInvalid", () => {
  afterEach(() => {
    Settings.throwOnInvalid = false;
  });

  const both = (door: () => unknown): [unknown, unknown] => {
    const without = answerOf(door);
    Settings.throwOnInvalid = true;
    return [answerOf(door), without];
  };

  describe.each(DOORS)('%s', (_name, door) => {
    it.each<unknown>([
      new Date(NaN),
      INVALID,
      new Date(8.64e15),
      DateTime.utc(10_000),
      '2024-02-30',
      '99999-01-01',
      NaN,
      8.64e18,
      {},
      '2024-02-29T12:30:45.000001+05:30',
      new Date(0),
    ])('answers %p as without', (at) => {
      const [with_, without] = both(() => door(at as never));
      expect(with_).toEqual(without);
    });
  });

  it.each<[string, () => unknown]>([
    ['parseDateTime of no date', () => parseDateTime('2024-02-30')],
    ['parseDateTime of a date', () => parseDateTime('2024-W09-4')],
    ['toUtcDateTime of an invalid one', () => toUtcDateTime(INVALID)],
    ['addMicroseconds to an invalid one', () => addMicroseconds(INVALID, 1)],
    ['addMicroseconds out of all calendars', () => addMicroseconds(DateTime.utc(2024), 1e21)],
    ['addMicroseconds below all calendars', () => addMicroseconds(DateTime.utc(2024), -1e21)],
    ['a pause that never ends', () => State.paused({ timeoutSeconds: 1e15 })],
    ['the year of the clock', () => currentDateTime().year],
  ])('%s is answered as without', (_name, door) => {
    const [with_, without] = both(door);
    expect(with_).toEqual(without);
  });
});
