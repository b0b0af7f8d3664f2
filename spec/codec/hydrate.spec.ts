import { DateTime } from 'luxon';

import { codecOf } from '../../src/codec/index.js';
import { formatDateTime, isCompiled, PrefectBaseModel, State, StateDetails } from '../../src/index.js';
import { expectIssues } from '../support/expect.js';
import { Everything, EVERYTHING, Leaf, Tree, Wide } from '../support/models.js';

const COMPILED = process.env.PREFECT_STATES_COMPILE !== 'never';

describe('parse()', () => {
  it(`runs ${COMPILED ? 'compiled' : 'interpreted'} in this project`, () => {
    expect([State, StateDetails, Everything].map((model) => isCompiled(model))).toEqual([COMPILED, COMPILED, COMPILED]);
  });

  it('makes an instance with a value of each kind', () => {
    const model = Everything.parse(EVERYTHING);
    expect(model).toBeInstanceOf(Everything);
    expect(model).toMatchObject({
      uuid: EVERYTHING.uuid,
      string: EVERYTHING.string,
      bool: true,
      int: -7,
      float: 2,
      enum: 'BLUE',
    });
    expect(formatDateTime(model.dateTime!)).toBe(EVERYTHING.date_time);
    expect(model.leaves[0]).toBeInstanceOf(Leaf);
    expect(model.bytes).toEqual(new TextEncoder().encode('blob'));
    expect(model.secretString?.getSecretValue()).toBe('s3cr3t');
  });

  it('fills defaults, made anew each time', () => {
    const [one, two] = [Everything.parse({ uuid: EVERYTHING.uuid }), Everything.parse({ uuid: EVERYTHING.uuid })];
    expect(one).toMatchObject({
      string: 'text',
      bool: false,
      int: 1,
      float: 0.5,
      dateTime: null,
      enum: 'RED',
      list: [],
    });
    expect(one.made).not.toBe(two.made);
    expect(one.list).not.toBe(two.list);
    expect(one.nested).not.toBe(two.nested);
  });

  it('has its fields as own properties, in the order of their declaration', () => {
    const model = Everything.parse(EVERYTHING);
    expect(Object.keys(model)).toEqual(codecOf(Everything).plan.fields.map((field) => field.property));
  });

  it('takes undefined as not given', () => {
    expect(Leaf.parse({ size: undefined, note: undefined })).toMatchObject({ size: 0, note: null });
  });

  it('reads a model of many fields', () => {
    const model = Wide.parse({ field0: 'a', field39: 'z' });
    expect([model.field0, model.field1, model.field39]).toEqual(['a', 'field1', 'z']);
    expect(model.dict({ excludeUnset: true })).toEqual({ field0: 'a', field39: 'z' });
  });

  it('copies a blank instance of them', () => {
    const blank = Reflect.construct(Wide, []) as Wide;
    expect(blank.copy({ update: { field3: 'x' } }).dict({ excludeUnset: true })).toMatchObject({
      field3: 'x',
    });
    expect(blank.copy()).toBeInstanceOf(Wide);
  });

  it('reads a model that nests itself', () => {
    const tree = Tree.parse({ label: 'a', child: { label: 'b', child: null } });
    expect(tree.child).toBeInstanceOf(Tree);
    expect(tree.child?.label).toBe('b');
  });

  it('shares nothing with its input but what a json field holds', () => {
    const input = structuredClone(EVERYTHING);
    const model = Everything.parse(input);
    input.list.push('changed');
    input.record.one = 2;
    input.nested.size = 9;
    expect(model).toMatchObject({ list: ['a', ''], record: { one: 1 }, nested: { size: 3 } });
    expect(model.anything).toBe(input.anything);
  });

  it('rebuilds a nested instance, with the same fields set', () => {
    const nested = new Leaf({ size: 4 });
    const model = Everything.parse({ ...EVERYTHING, nested });
    expect(model.nested).not.toBe(nested);
    expect(model.dict({ include: ['nested'], excludeUnset: true })).toEqual({ nested: { size: 4 } });
  });

  it('keeps the class of a nested instance that extends it', () => {
    class Bud extends Leaf {}
    expect(Everything.parse({ ...EVERYTHING, nested: new Bud({}) }).nested).toBeInstanceOf(Bud);
  });

  it('takes an instance of another model by its wire names', () => {
    class Twig extends PrefectBaseModel {}
    expect(Leaf.parse(new Leaf({ size: 4 })).size).toBe(4);
    expect(Leaf.parse(new Twig({})).size).toBe(0);
    expect(Leaf.parse(new Leaf({ size: 4 })).dict({ excludeUnset: true })).toEqual({ size: 4, note: null });
  });

  it('takes an instance of a class that is no model, by its properties', () => {
    class Dto {
      readonly size = '3';
    }
    expect(Leaf.parse(new Dto()).size).toBe(3);
  });
});

describe('parse(), refusing', () => {
  it('tells every place, in the order of the fields', () => {
    expectIssues(
      Everything,
      { int: 'x', uuid: 5, nested: { size: [] }, list: [1, []], leaves: [{}, 5], dateTime: 'ignored', date_time: 'q' },
      [
        { loc: ['uuid'], type: 'type_error.uuid' },
        { loc: ['int'], type: 'type_error.integer' },
        { loc: ['date_time'], type: 'value_error.parser' },
        { loc: ['list', 1], type: 'type_error.str' },
        { loc: ['nested', 'size'], type: 'type_error.integer' },
        { loc: ['leaves', 1], type: 'type_error.dict' },
      ],
    );
  });

  it('tells a required field that is absent, and a null where none may be', () => {
    expectIssues(Everything, { int: null }, [
      { loc: ['uuid'], type: 'value_error.missing' },
      { loc: ['int'], type: 'type_error.none.not_allowed' },
    ]);
  });

  it('tells what is wrong with a nested instance that was changed by hand', () => {
    const nested = new Leaf({});
    nested.size = 'x' as never;
    expectIssues(Everything, { ...EVERYTHING, nested }, [{ loc: ['nested', 'size'], type: 'type_error.integer' }]);
  });

  it.each<[unknown, string]>([
    [null, 'NoneType'],
    [5, 'int'],
    ['text', 'str'],
    [[], 'list'],
    [true, 'bool'],
    [undefined, 'NoneType'],
    [new Map(), 'dict'],
    [new Date(), 'Date'],
    [DateTime.utc(), 'DateTime'],
    [() => 1, 'function'],
  ])('refuses %p as a whole', (value, name) => {
    expectIssues(Leaf, value, [{ loc: ['__root__'], msg: `Leaf expected dict not ${name}`, type: 'type_error' }]);
  });
});

describe('new Model()', () => {
  it('takes property names, and checks as parse does', () => {
    expect(new Leaf({ size: '4' }).size).toBe(4);
    expect(() => new Leaf({ size: 'x' })).toThrow('value is not a valid integer');
  });

  it('takes luxon values, dates and text for a date', () => {
    for (const dateTime of [DateTime.utc(2024), new Date(Date.UTC(2024, 0)), '2024-01-01T00:00:00Z']) {
      const model = new Everything({ uuid: EVERYTHING.uuid, dateTime });
      expect(formatDateTime(model.dateTime!)).toBe('2024-01-01T00:00:00+00:00');
    }
  });

  it('takes plain nested objects by property names too', () => {
    const state = new State({ type: 'RUNNING', stateDetails: { cacheKey: 'k' } });
    expect(state.stateDetails.cacheKey).toBe('k');
  });

  it('keeps microseconds of a DateTime that is passed on', () => {
    const { timestamp } = State.parse({ type: 'RUNNING', timestamp: '2024-01-01T00:00:00.000001Z' });
    expect(new State({ type: 'FAILED', timestamp }).json()).toContain('2024-01-01T00:00:00.000001+00:00');
  });

  it('makes a blank, unchecked instance without arguments', () => {
    const blank = Reflect.construct(State, []) as State;
    expect(blank).toBeInstanceOf(State);
    // standard decorators lay out the properties
    expect(Object.values(blank).filter((value) => value !== undefined)).toEqual([]);
  });
});
