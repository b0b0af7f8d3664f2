/* Values of another realm than the code's own, which `instanceof` does not know. */
import { type DateTime } from 'luxon';
import { stat } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

import {
  exceptionToCrashedState,
  exceptionToFailedState,
  Field,
  getStateException,
  isStateIterable,
  types,
  PrefectBaseModel,
  SerializationError,
  State,
  UnpersistedResult,
} from '../../src/index.js';
import { isStackOverflow } from '../../src/errors/index.js';
import { equalValues } from '../../src/values/index.js';
import { thrownBy } from '../support/expect.js';

class Sample extends PrefectBaseModel {
  @Field.list(types.int(), { default: () => [] })
  declare numbers: number[];

  @Field.bytes({ default: null })
  declare blob: Uint8Array | null;

  @Field.dateTime({ default: null })
  declare at: DateTime | null;

  @Field.json({ default: null })
  declare data: unknown;
}

function foreign<T>(expression: string): T {
  return runInNewContext(expression) as T;
}

function messageOf<T>(value: T): T {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const received = receiveMessageOnPort(port2) as { message: T };
  port1.close();
  return received.message;
}

const WAYS: readonly (readonly [string, () => Record<string, unknown>])[] = [
  [
    'vm',
    () =>
      foreign(`({
        map: new Map([["k", 1]]), set: new Set([1]), bytes: new Uint8Array([97]), floats: new Float32Array([0.5]),
        boxed: [Object(1), Object("a"), Object(false)], date: new Date(0),
      })`),
  ],
  ['structuredClone', () => structuredClone(made())],
  ['a message', () => messageOf(made())],
];

function made(): Record<string, unknown> {
  return {
    map: new Map([['k', 1]]),
    set: new Set([1]),
    bytes: Uint8Array.of(97),
    floats: Float32Array.of(0.5),
    boxed: [Object(1), Object('a'), Object(false)],
    date: new Date(0),
  };
}

const WRITTEN = {
  map: { k: 1 },
  set: [1],
  bytes: 'a',
  floats: [0.5],
  boxed: [1, 'a', false],
  date: '1970-01-01T00:00:00.000Z',
};

describe.each(WAYS)('a value of another realm, by %s', (_way, give) => {
  const stateOf = (data: unknown): State => State.completed({ data });

  it('is written by json(), toJSON() and dict() as one of the own realm', () => {
    const state = stateOf(give());
    expect(state.toJSON().data).toEqual(WRITTEN);
    expect((JSON.parse(state.json()) as Record<string, unknown>).data).toEqual(WRITTEN);
    expect((JSON.parse(state.json({ exclude: ['id'] })) as Record<string, unknown>).data).toEqual(WRITTEN);
    expect(state.dict({ jsonCompatible: true }).data).toEqual(WRITTEN);
  });

  it('is reached into by a selection', () => {
    const state = stateOf(give());
    const options = { include: { data: { map: ['other'], set: [0] } } } as const;
    expect(state.dict({ ...options, jsonCompatible: true })).toEqual({ data: { map: {}, set: [1] } });
  });

  it('is rebuilt by dict() and by a deep copy, not shared', () => {
    const data = give();
    for (const copy of [stateOf(data).copy({ deep: true }).data, stateOf(data).dict().data] as (typeof data)[]) {
      (data.map as Map<unknown, unknown>).set('k', 2);
      (data.set as Set<unknown>).add(2);
      expect([...(copy.map as Map<unknown, unknown>).values()]).toEqual([1]);
      expect([...(copy.set as Set<unknown>)]).toEqual([1]);
      (data.map as Map<unknown, unknown>).set('k', 1);
      (data.set as Set<unknown>).delete(2);
    }
    const deep = stateOf(data).copy({ deep: true }).data as typeof data;
    (data.bytes as Uint8Array)[0] = 98;
    (data.date as Date).setTime(1);
    expect([...(deep.bytes as Uint8Array), (deep.date as Date).getTime()]).toEqual([97, 0]);
  });

  it('equals one of the own realm', () => {
    const parts = ['map', 'set', 'bytes', 'date'];
    for (const part of parts) {
      expect([part, equalValues(give()[part], made()[part])]).toEqual([part, true]);
      expect([part, equalValues(made()[part], give()[part])]).toEqual([part, true]);
      const others = parts.filter((each) => each !== part);
      expect(others.map((other) => equalValues(made()[part], give()[other]))).toEqual([false, false, false]);
    }
  });

  it('is shown by repr() as one of the own realm', () => {
    const { map, set, bytes, date } = give();
    expect(new Sample({ data: { map, set, bytes, date } }).repr()).toContain(
      "data={'map': {'k': 1}, 'set': {1}, 'bytes': b'a', 'date': Date('1970-01-01T00:00:00.000Z')}",
    );
    expect(String(UnpersistedResult.create(map).artifactDescription)).toContain('`dict`');
    expect(String(UnpersistedResult.create(set).artifactDescription)).toContain('`set`');
    expect(String(UnpersistedResult.create(bytes).artifactDescription)).toContain('`bytes`');
  });

  it('is taken by fields', () => {
    const { set, bytes, date } = give();
    const sample = Sample.parse({ numbers: set, blob: bytes, at: date });
    expect(sample.toJSON()).toMatchObject({ numbers: [1], blob: 'a', at: '1970-01-01T00:00:00+00:00' });
    sample.blob = bytes as Uint8Array;
    expect(Sample.parse(sample).blob).toEqual(Uint8Array.of(97));
    expect(new Sample({ numbers: set, blob: bytes, at: date }).equals(sample)).toBe(true);
  });
});

describe('a value of another realm', () => {
  it('of a file is read as a date', async () => {
    const { mtime } = await stat(import.meta.filename);
    expect(State.scheduled({ scheduledTime: mtime }).stateDetails.scheduledTime.toMillis()).toBe(mtime.getTime());
  });

  it.each([
    ['new RangeError("far")', 'data: an error (RangeError) cannot be written as JSON'],
    ['Object.assign(new Error("x"), { toJSON: () => 1 })', 'data: an error (Error) cannot be written as JSON'],
    ['Object(1n)', 'data: a bigint cannot be written as JSON'],
    ['Object(Symbol())', 'data: a symbol cannot be written as JSON'],
    ['new Map([[{}, 1]])', 'data: a map with a key that is a dict cannot be written as JSON'],
    ['new Uint8Array([255])', 'data: bytes that are not UTF-8 cannot be written as JSON'],
  ])('is refused as one of the own realm: %s', (expression, message) => {
    const state = State.completed({ data: foreign(expression) });
    for (const write of [() => state.json(), () => state.toJSON(), () => state.json({ exclude: ['id'] })]) {
      const error = thrownBy(write);
      expect(error).toBeInstanceOf(SerializationError);
      expect(String(error)).toBe(`SerializationError: ${message}`);
    }
  });

  it('may be a selection', () => {
    const include = foreign<Set<'message'>>('new Set(["message"])');
    expect(State.failed({ message: 'm' }).dict({ include })).toEqual({ message: 'm' });
    expect(State.failed({ message: 'm' }).copy({ include: new Set([...include, 'type'] as const) }).message).toBe('m');
  });

  it('may be JSON in bytes', () => {
    expect(Sample.parseJson(foreign(`new Uint8Array([123, 125])`)).numbers).toEqual([]);
  });

  it('may be a set of states', () => {
    const states = foreign<Set<State>>('new Set()').add(State.completed());
    expect(isStateIterable(states)).toBe(true);
  });

  it.each(['new TypeError("x")', 'new (class Mine extends TypeError {})("x")'])('is an exception: %s', async (made) => {
    const error = foreign<Error>(made);
    expect(await getStateException(State.failed({ data: error }))).toBe(error);
    expect((await exceptionToFailedState(error)).message).toBe('TypeError: x');
  });

  it('tells how a failed call of the platform ended', async () => {
    const error = new DOMException('took too long', 'TimeoutError');
    expect((await exceptionToCrashedState(error)).message).toContain(': TimeoutError: took too long');
    expect((await exceptionToFailedState(error)).message).toBe('TimeoutError: took too long');
  });

  it('is nested too deep when its own code runs out of stack', () => {
    const run = foreign<() => void>('(function run() { run(); })');
    expect(isStackOverflow(thrownBy(run))).toBe(true);
    const data = foreign('({ toJSON: function run() { return run() + 1; } })');
    expect(thrownBy(() => State.completed({ data }).json())).toBeInstanceOf(SerializationError);
  });
});

describe('what only looks like a map', () => {
  class Tagged {
    constructor(readonly a = 1) {}
    get [Symbol.toStringTag](): string {
      return 'Map';
    }
  }

  it.each([
    ['a class that says so', new Tagged()],
    ['a proxy of one', new Proxy(new Map([['k', 1]]), {})],
    ['one without content', Object.create(Map.prototype)],
  ])('is refused when written, not lost in silence: %s', (_what, data) => {
    expect(String(thrownBy(() => State.completed({ data }).json()))).toBe(
      'SerializationError: data: a Map cannot be written as JSON',
    );
    expect(State.completed({ data }).copy({ deep: true }).data).toBe(data);
  });

  it('is an object when it is one', () => {
    const data = { a: 1, [Symbol.toStringTag]: 'Map' };
    expect(State.completed({ data }).toJSON().data).toEqual({ a: 1 });
  });
});
