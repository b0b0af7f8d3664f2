import {
  type ExportOptions,
  Field,
  types,
  PrefectBaseModel,
  SecretString,
  SerializationError,
  State,
  StateDetails,
  ValueError,
} from '../../src/index.js';
import { thrownBy } from '../support/expect.js';
import { Everything, EVERYTHING, Leaf } from '../support/models.js';

const state = (): State =>
  State.parse({
    type: 'COMPLETED',
    data: { keep: [1, { a: 1, b: null }], drop: 2 },
    state_details: { cache_key: 'k' },
  });

describe('dict()', () => {
  it('holds property names and values as memory has them', () => {
    const model = state();
    const dict = model.dict();
    expect(Object.keys(dict)).toEqual(['id', 'type', 'name', 'timestamp', 'message', 'data', 'stateDetails']);
    expect(dict.timestamp).toBe(model.timestamp);
    expect(dict.stateDetails).toEqual({ ...model.stateDetails });
    expect(dict.stateDetails).not.toBeInstanceOf(StateDetails);
  });

  it('rebuilds containers, so that nobody changes the model through it', () => {
    const model = Everything.parse(EVERYTHING);
    const dict = model.dict() as { list: string[]; anything: { a: unknown[] }; bytes: Uint8Array };
    dict.list.push('x');
    dict.anything.a.push('x');
    dict.bytes[0] = 0;
    expect(model.json()).toBe(Everything.parse(EVERYTHING).json());
  });

  it('makes objects of models inside data', () => {
    const dict = State.completed({
      data: [new Leaf({}), new Map([['k', new Leaf({})]]), new Set([new Leaf({})])],
    }).dict();
    const leaf = { size: 0, note: null };
    expect(dict.data).toEqual([leaf, new Map([['k', leaf]]), new Set([leaf])]);
  });

  it('keeps secrets secret', () => {
    const secret = new SecretString('s');
    expect(State.completed({ data: { secret } }).dict().data).toEqual({ secret });
  });

  it('gives the wire object with jsonCompatible', () => {
    const model = state();
    expect(model.dict({ jsonCompatible: true })).toEqual(JSON.parse(model.json()));
  });

  it('leaves nested models as they are with shallow', () => {
    const model = state();
    expect(model.dict({ shallow: true }).stateDetails).toBe(model.stateDetails);
    expect(model.dict({ shallow: true, include: ['stateDetails'] })).toEqual({ stateDetails: model.stateDetails });
  });

  it('refuses shallow together with jsonCompatible', () => {
    expect(() => state().dict({ shallow: true, jsonCompatible: true })).toThrow(
      ValueError.of('`json_compatible` can only be applied to the entire object.'),
    );
  });

  it('refuses a circular data with its place', () => {
    const data: unknown[] = [];
    data.push(data);
    const error = thrownBy(() => State.completed({ data }).dict());
    expect(error).toEqual(new SerializationError('data', 'circular, or nested too deep to be written'));
    expect((error as SerializationError).cause).toBeInstanceOf(RangeError);
  });
});

describe('a model inside itself', () => {
  class Ring extends PrefectBaseModel {
    @Field.nested(() => Ring, { default: null })
    declare next: Ring | null;
  }

  it.each<[string, (ring: Ring) => unknown]>([
    ['json()', (ring) => ring.json()],
    ['json({ excludeNone })', (ring) => ring.json({ excludeNone: true })],
    ['toJSON()', (ring) => ring.toJSON()],
  ])('is refused by %s, with what the engine said as the cause', (_name, write) => {
    const ring = new Ring({ next: null });
    ring.next = ring;
    const error = thrownBy(() => write(ring)) as SerializationError;
    expect(error).toBeInstanceOf(SerializationError);
    expect(error.message).toMatch(/: (?:circular, or )?nested too deep to be written/);
    expect(error.cause).toBeInstanceOf(RangeError);
  });
});

describe('include and exclude', () => {
  it('select fields, and inside nested models', () => {
    expect(state().dict({ include: ['type', 'stateDetails'], exclude: { stateDetails: ['cacheKey'] } })).toMatchObject({
      type: 'COMPLETED',
      stateDetails: { flowRunId: null },
    });
    expect(state().dict({ include: { stateDetails: { cacheKey: true } } })).toEqual({
      stateDetails: { cacheKey: 'k' },
    });
  });

  it('select inside data, by keys and by indexes', () => {
    const pick = (include: object): unknown => state().dict({ include: { data: include } as never }).data;
    expect(pick({ keep: { 0: true } })).toEqual({ keep: [1] });
    expect(pick({ keep: [-1] })).toEqual({ keep: [{ a: 1, b: null }] });
    expect(pick({ keep: { 1: ['a'] } })).toEqual({ keep: [{ a: 1 }] });
    expect(state().dict({ exclude: { data: { keep: { __all__: ['a'], 0: true } } } }).data).toEqual({
      keep: [{ b: null }],
      drop: 2,
    });
  });

  it('take no name twice and know no name that is none', () => {
    expect(state().json({ include: [] })).toBe('{}');
    // @ts-expect-error no field has the name
    expect(state().json({ include: ['noSuchField'] })).toBe('{}');
  });

  it('take sets of names', () => {
    expect(state().dict({ include: new Set(['type', 'name']) })).toEqual({ type: 'COMPLETED', name: 'Completed' });
  });

  it('let what is said of one item win over __all__', () => {
    const only = (part: object): unknown => state().dict({ include: { data: { keep: part } } as never }).data;
    expect(only({ __all__: { b: true }, 1: { a: true } })).toEqual({ keep: [1, { a: 1, b: null }] });
    expect(only({ __all__: true, 1: { a: true } })).toEqual({ keep: [1, { a: 1 }] });
  });

  it('refuse a single name', () => {
    expect(() => state().dict({ include: 'type' as never })).toThrow("Unexpected type of exclude value <class 'str'>");
  });

  it.each([
    [{ 0: 1 }, `for index "0" <class 'int'>`],
    [{ '-1': 'ab' }, `for index "-1" <class 'str'>`],
    [{ 0: null }, `for index "0" <class 'NoneType'>`],
    [{ 0: false }, `for index "0" <class 'bool'>`],
    [{ __all__: 1 }, `for index "__all__" <class 'int'>`],
    [{ name: 1.5 }, `for index "name" <class 'float'>`],
  ])('refuse %p of a list with its index', (keep, words) => {
    for (const choice of ['include', 'exclude'])
      expect(() => state().dict({ [choice]: { data: { keep } } })).toThrow(`Unexpected type of exclude value ${words}`);
  });

  it('refuse a number inside a model without an index, and take false for nothing in particular', () => {
    expect(() => state().dict({ include: { stateDetails: 1 } as never })).toThrow(
      "Unexpected type of exclude value <class 'int'>",
    );
    const { stateDetails } = state().dict();
    for (const part of [false, null])
      expect(state().dict({ include: { stateDetails: part } as never })).toEqual({ stateDetails });
    expect(state().dict({ exclude: { stateDetails: false } as never })).toHaveProperty('stateDetails');
  });

  it('keep the gaps of a sparse array', () => {
    const sparse = new Array<number>(3);
    sparse[0] = 1;
    sparse[2] = 3;
    expect(State.completed({ data: sparse }).dict({ exclude: { data: [0] } }).data).toEqual([undefined, 3]);
  });

  it('refuse names for the items of a list', () => {
    expect(() => state().dict({ exclude: { data: { keep: ['a'] } } })).toThrow(
      'expected integer keys or keyword "__all__"',
    );
  });

  it('know no name that is inherited', () => {
    // @ts-expect-error no field has the name
    expect(state().json({ include: ['toString', 'constructor'] })).toBe('{}');
  });

  it.each<[string, object]>([
    ['a name', ['mesage']],
    ['a name that is inherited', ['toString']],
    ['a name of a record of names', { mesage: true }],
    ['a name inside a nested model', { stateDetails: { flowRun: true } }],
    ['a name inside a nested model, in a list', { stateDetails: ['flow_run_id'] }],
  ])('refuse %s that is no field, where it should be left out', (_what, exclude) => {
    const options = { exclude } as ExportOptions<State>;
    for (const write of [
      () => state().json(options),
      () => state().dict(options),
      () => state().dict({ ...options, jsonCompatible: true }),
      () => state().ormDict(options),
      () => state().copy(options),
    ])
      expect(write).toThrow(/^exclude: State(Details)? has no field (mesage|toString|flowRun|flow_run_id)$/);
  });

  it('leave out any name inside data, which has no class', () => {
    const held = State.completed({ data: { state: State.running({ message: 'm' }), list: [{ a: 1 }] } });
    const exclude = { data: { state: { mesage: true, message: true }, list: { 0: ['b'] }, other: true } } as const;
    expect(held.dict({ exclude }).data).toMatchObject({ state: { name: 'Running' }, list: [{ a: 1 }] });
    expect(held.dict({ exclude }).data).not.toHaveProperty('state.message');
    expect(held.copy({ exclude, deep: true }).data).toMatchObject({ list: [{ a: 1 }] });
  });
});

describe('excludeNone, excludeUnset, excludeDefaults', () => {
  it('excludeNone leaves out nulls, but not inside data', () => {
    const model = State.completed({ data: { a: null } });
    expect(Object.keys(model.dict({ excludeNone: true }))).toEqual([
      'id',
      'type',
      'name',
      'timestamp',
      'data',
      'stateDetails',
    ]);
    expect(model.dict({ excludeNone: true })).toMatchObject({
      data: { a: null },
      stateDetails: { untrackableResult: false },
    });
  });

  it('excludeUnset leaves out what was not given and still holds its default', () => {
    const model = State.parse({ type: 'RUNNING', message: null, state_details: { retriable: null } });
    expect(model.dict({ excludeUnset: true })).toEqual({
      type: 'RUNNING',
      message: null,
      stateDetails: { retriable: null },
    });
    model.message = 'set';
    model.name = 'Renamed';
    model.stateDetails.cacheKey = 'k';
    expect(model.dict({ excludeUnset: true })).toMatchObject({
      message: 'set',
      name: 'Renamed',
      stateDetails: { cacheKey: 'k' },
    });
  });

  it('excludeUnset takes a default that was replaced by another value as set', () => {
    const model = State.running();
    expect(Object.keys(model.dict({ excludeUnset: true }))).toEqual(['type']);
    model.stateDetails = new StateDetails({});
    model.id = '123e4567-e89b-12d3-a456-426614174000';
    expect(Object.keys(model.dict({ excludeUnset: true }))).toEqual(['id', 'type', 'stateDetails']);
  });

  it('excludeUnset knows the scheduled time that the state filled in', () => {
    const model = State.parse({ type: 'SCHEDULED', state_details: {} });
    expect(model.dict({ excludeUnset: true })).toMatchObject({
      stateDetails: { scheduledTime: model.stateDetails.scheduledTime },
    });
    expect(State.parse({ type: 'SCHEDULED' }).dict({ excludeUnset: true })).toEqual({ type: 'SCHEDULED' });
  });

  it('excludeDefaults keeps what was made anew', () => {
    expect(Object.keys(State.running().dict({ excludeDefaults: true }))).toEqual([
      'id',
      'type',
      'name',
      'timestamp',
      'stateDetails',
    ]);
    expect(new Leaf({ size: 0, note: 'n' }).dict({ excludeDefaults: true })).toEqual({ note: 'n' });
  });

  it('excludeDefaults leaves out null where a function makes the default, and keeps it in a required field', () => {
    class Loose extends PrefectBaseModel {
      @Field.list(types.int(), { nullable: true, default: () => [] }) declare made: number[] | null;
      @Field.int({ default: () => 3 }) declare size: number;
      @Field.int({ nullable: true }) declare required: number | null;
      @Field.int({ nullable: true, default: 5 }) declare constant: number | null;
    }
    const given = new Loose({ made: null, required: null, constant: null });
    expect(given.dict({ excludeDefaults: true })).toEqual({ size: 3, required: null, constant: null });
    expect(given.json({ excludeDefaults: true })).toBe('{"size":3,"required":null,"constant":null}');
    expect(new Loose({ required: 1 }).dict({ excludeDefaults: true })).toEqual({ made: [], size: 3, required: 1 });
    given.size = null as never;
    expect(given.dict({ excludeDefaults: true })).toEqual({ required: null, constant: null });
  });
});

describe('ormDict()', () => {
  it('is dict() without data', () => {
    const model = state();
    const { data, ...columns } = model.dict();
    expect(data).toBeDefined();
    expect(model.ormDict()).toEqual(columns);
    expect(model.ormDict({ shallow: true }).stateDetails).toBe(model.stateDetails);
    expect(model.ormDict({ jsonCompatible: true, include: ['type', 'data'] })).toEqual({ type: 'COMPLETED' });
  });
});
