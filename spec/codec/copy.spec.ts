import { Length } from 'class-validator';
import { DateTime } from 'luxon';

import {
  type CopyOptions,
  Field,
  formatDateTime,
  types,
  PrefectBaseModel,
  State,
  StateDetails,
  ValidationError,
} from '../../src/index.js';
import { thrownBy } from '../support/expect.js';
import { Everything, EVERYTHING, Leaf } from '../support/models.js';

describe('copy()', () => {
  it('makes an equal instance of the same class', () => {
    const model = Everything.parse(EVERYTHING);
    const copy = model.copy();
    expect(copy).toBeInstanceOf(Everything);
    expect(copy.json({ includeSecrets: true })).toBe(model.json({ includeSecrets: true }));
  });

  it('copies what it nests and shares what a json field holds', () => {
    const model = Everything.parse(EVERYTHING);
    const copy = model.copy();
    expect(copy.nested).not.toBe(model.nested);
    expect(copy.leaves[0]).not.toBe(model.leaves[0]);
    expect(copy.list).not.toBe(model.list);
    expect(copy.anything).toBe(model.anything);
  });

  it('copies data all the way down with deep', () => {
    const data = { list: [1], leaf: new Leaf({ size: 2 }), state: State.completed({ data: { list: [1] } }) };
    const copy = State.completed({ data }).copy({ deep: true }).data as typeof data;
    expect(copy).toEqual(data);
    expect(copy.state.data).not.toBe(data.state.data);
    expect(copy.list).not.toBe(data.list);
    expect(copy.leaf).not.toBe(data.leaf);
  });

  it('replaces values, checked as the constructor checks', () => {
    const copy = State.running().copy({ update: { type: 'FAILED', stateDetails: { cacheKey: 'k' } } });
    expect(copy).toMatchObject({ type: 'FAILED', name: 'Running', stateDetails: { cacheKey: 'k' } });
    const error = thrownBy(() => State.running().copy({ update: { id: 'x', nope: 1 } as never })) as ValidationError;
    expect(error.issues).toEqual([
      { loc: ['id'], msg: 'value is not a valid uuid', type: 'type_error.uuid' },
      { loc: ['nope'], msg: 'extra fields not permitted', type: 'value_error.extra' },
    ]);
  });

  it('does not share what it was given', () => {
    const details = new StateDetails({ cacheKey: 'k' });
    const update = Object.freeze({ stateDetails: details });
    const copy = State.running().copy({ update });
    copy.stateDetails.cacheKey = 'changed';
    expect(details.cacheKey).toBe('k');
  });

  it('takes undefined as not given', () => {
    const state = State.running({ message: 'm' });
    expect(state.copy({ update: { message: undefined } }).message).toBe('m');
  });

  it('holds null for a field that was assigned undefined', () => {
    const state = State.running({ message: 'm', data: [1] });
    for (const name of ['message', 'data', 'stateDetails'] as const) state[name] = undefined as never;
    for (const copy of [state.copy(), state.copy({ update: { name: 'n' } }), state.copy({ deep: true })])
      expect([copy.message, copy.data, copy.stateDetails]).toEqual([null, null, null]);
  });

  it('does not look at a selection into what update replaces', () => {
    const state = State.running({ data: { a: { b: 1 } } });
    const exclude = { data: { a: 1 } } as never;
    expect(() => state.copy({ exclude })).toThrow("Unexpected type of exclude value <class 'int'>");
    expect(state.copy({ exclude, update: { data: { c: 1 } } }).data).toEqual({ c: 1 });
  });

  it('knows which fields are set', () => {
    const copy = State.parse({ type: 'RUNNING', message: null }).copy({ update: { data: 1 } });
    expect(Object.keys(copy.dict({ excludeUnset: true }))).toEqual(['type', 'timestamp', 'message', 'data']);
    expect(Object.keys(copy.copy({ resetFields: true }).dict({ excludeUnset: true }))).toContain('id');
  });

  it('gives defaults to what include and exclude leave out', () => {
    const state = State.parse({
      type: 'SCHEDULED',
      name: 'Late',
      message: 'm',
      state_details: { cache_key: 'k', pause_key: 'p' },
    });
    const copy = state.copy({ exclude: { name: true, stateDetails: ['cacheKey'] } });
    expect(copy).toMatchObject({ name: 'Scheduled', message: 'm', stateDetails: { cacheKey: null, pauseKey: 'p' } });
    const only = state.copy({ include: ['type'] });
    expect(only).toMatchObject({ name: 'Scheduled', message: null });
    expect(only.id).not.toBe(state.id);
    expect(only.stateDetails.scheduledTime).not.toBeNull();
    expect(only.dict({ excludeUnset: true })).toMatchObject({ type: 'SCHEDULED' });
  });

  it('fills in again what followed from a part that was cut', () => {
    const state = State.scheduled({ scheduledTime: DateTime.utc(2024) });
    const copy = state.copy({ exclude: { stateDetails: ['scheduledTime'] } });
    expect(copy.stateDetails.scheduledTime).not.toBeNull();
    expect(copy.stateDetails.scheduledTime).not.toEqual(DateTime.utc(2024));
  });

  it('checks an update by the rules of class-validator too', () => {
    class Named extends State {
      @Length(3) @Field.string({ default: 'abc' }) declare label: string;
    }
    const named = Named.parse({ type: 'RUNNING' });
    expect(() => named.copy({ update: { label: 'a' } })).toThrow(/label/);
    expect(named.copy({ update: { label: 'abcd' } }).label).toBe('abcd');
  });

  it('selects inside data', () => {
    const state = State.completed({ data: { a: [1, 2], b: 3 } });
    expect(state.copy({ exclude: { data: { a: [0] } } }).data).toEqual({ a: [2], b: 3 });
    expect(state.data).toEqual({ a: [1, 2], b: 3 });
  });

  it('refuses to leave out what is required', () => {
    const error = thrownBy(() => State.running().copy({ exclude: ['type'] })) as ValidationError;
    expect(error.issues).toEqual([{ loc: ['type'], msg: 'field required', type: 'value_error.missing' }]);
    expect(State.running().copy({ exclude: ['type'], update: { type: 'FAILED' } }).type).toBe('FAILED');
  });
});

describe('copy(), leaving out what a nested model requires', () => {
  class Inner extends PrefectBaseModel {
    @Field.int({ default: 0 }) declare first: number;
    @Field.int() declare second: number;
    @Field.nested(() => Inner, { default: null }) declare innerMost: Inner | null;
  }
  class Outer extends PrefectBaseModel {
    @Field.nested(() => Inner) declare inner: Inner;
    @Field.list(types.nested(() => Inner), { default: () => [] }) declare list: Inner[];
    @Field.record(types.list(types.nested(() => Inner)), { default: () => ({}) }) declare listsByName: Record<
      string,
      Inner[]
    >;
    @Field.json({ default: null }) declare data: unknown;
  }
  const inner = { second: 1, inner_most: { second: 2 } };
  const outer = Outer.parse({ inner, list: [inner, inner], lists_by_name: { 'a.b': [inner] } });
  outer.data = { key: [new Map([['k', Inner.parse(inner)]])] };

  it.each<[CopyOptions<Outer>, (string | number)[][]]>([
    [{ include: { inner: ['first'] } }, [['inner', 'second']]],
    [{ exclude: { inner: ['second'] } }, [['inner', 'second']]],
    [{ exclude: { inner: { innerMost: ['second'] } } }, [['inner', 'inner_most', 'second']]],
    [{ exclude: { list: { 1: ['second'] } } }, [['list', 1, 'second']]],
    [{ exclude: { list: { '-1': ['second'] } } }, [['list', 1, 'second']]],
    [
      { exclude: { inner: ['second'], list: { __all__: { innerMost: ['second'] } } } },
      [
        ['inner', 'second'],
        ['list', 0, 'inner_most', 'second'],
        ['list', 1, 'inner_most', 'second'],
      ],
    ],
    [{ exclude: { listsByName: { 'a.b': { 0: ['second'] } } } }, [['lists_by_name', 'a.b', 0, 'second']]],
    [{ exclude: { data: { key: { 0: { k: ['second'] } } } } }, [['data', 'key', 0, 'k', 'second']]],
    [{ exclude: { inner: ['second'] }, update: { list: 5 as never } }, [['inner', 'second'], ['list']]],
  ])('tells each place, from the outermost model: %j', (options, places) => {
    const error = thrownBy(() => outer.copy(options)) as ValidationError;
    expect(error.model).toBe('Outer');
    expect(error.issues.map(({ loc }) => loc)).toEqual(places);
    expect(error.issues[0]).toMatchObject({ msg: 'field required', type: 'value_error.missing' });
  });

  it('tells the place in the list that is copied, where items before it are left out', () => {
    const error = thrownBy(() => outer.copy({ exclude: { list: { 0: true, 1: ['second'] } } })) as ValidationError;
    expect(error.issues.map(({ loc }) => loc)).toEqual([['list', 1, 'second']]);
  });
});

describe('State.copy()', () => {
  it('resets the timestamp unless one is given, and the id only with resetFields', () => {
    const state = State.parse({ type: 'RUNNING', timestamp: '2020-01-01T00:00:00Z' });
    const copy = state.copy();
    expect(copy.id).toBe(state.id);
    expect(copy.timestamp > state.timestamp).toBe(true);
    expect(formatDateTime(state.copy({ update: { timestamp: '2021-01-01' } }).timestamp)).toBe(
      '2021-01-01T00:00:00+00:00',
    );
    expect(state.copy({ resetFields: true }).id).not.toBe(state.id);
    expect(state.copy({ resetFields: true, update: { id: state.id } }).id).toBe(state.id);
  });

  it.each<CopyOptions<State>>([{}, { include: ['type'] }, { exclude: ['timestamp'] }, { deep: true }])(
    'resets it with %j, and it is set',
    (options) => {
      const state = State.parse({ type: 'RUNNING', timestamp: '2020-01-01T00:00:00Z' });
      const copy = state.copy(options);
      expect(copy.timestamp > state.timestamp).toBe(true);
      expect(Object.keys(copy.dict({ excludeUnset: true }))).toContain('timestamp');
    },
  );
});

describe('renewedFields()', () => {
  class Ticket extends PrefectBaseModel {
    @Field.string() declare title: string;
    @Field.int({ default: () => (serial += 1) }) declare serial: number;

    protected override renewedFields(): ReadonlySet<string> {
      return new Set(['serial']);
    }
  }
  let serial = 0;

  it('are made anew in every copy, unless update has them', () => {
    const ticket = Ticket.parse({ title: 'a', serial: 0 });
    const { serial: first } = ticket.copy();
    expect(first).toBe(serial);
    expect(ticket.copy({ update: { title: 'b' } })).toMatchObject({ title: 'b', serial: first + 1 });
    expect(ticket.copy({ update: { serial: 99 } }).serial).toBe(99);
    expect(ticket.serial).toBe(0);
  });
});
