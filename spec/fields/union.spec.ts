/* What the tables say was asked of pydantic 1, by the same models. */
import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DateTime } from 'luxon';

import { Faults, INVALID } from '../../src/fields/index.js';
import { Field, type Kind, types, PrefectBaseModel } from '../../src/index.js';
import { expectIssues } from '../support/expect.js';

class Leaf extends PrefectBaseModel {
  static override readonly extra = 'ignore';

  @Field.int() declare n: number;
}

class Branch extends PrefectBaseModel {
  static override readonly extra = 'ignore';

  @Field.string() declare name: string;
  @Field.nested(() => Leaf) declare leaf: Leaf;
}

const int = types.int();
const node = types.union([types.nested(() => Leaf), types.nested(() => Branch)]);

class Either extends PrefectBaseModel {
  @Field.union([int, types.list(int)], { default: null }) declare delay: number | number[] | null;
  @Field.union([int, types.string()], { default: 0 }) declare text: number | string;
  @Field.union([types.string(), int], { default: '' }) declare word: string | number;
  @Field.of(node, { default: null }) declare node: Leaf | Branch | null;
  @Field.list(types.union([types.nested(() => Leaf), types.nested(() => Branch), int]), { default: () => [] })
  declare many: (Leaf | Branch | number)[];
  @Field.record(types.union([types.bool, types.list(types.nullable(int))]), { default: () => ({}) })
  declare byName: Record<string, boolean | (number | null)[]>;
}

const NOT_INT = { msg: 'value is not a valid integer', type: 'type_error.integer' };
const NOT_LIST = { msg: 'value is not a valid list', type: 'type_error.list' };
const NOT_DICT = { msg: 'value is not a valid dict', type: 'type_error.dict' };
const NONE = { msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' };
const MISSING = { msg: 'field required', type: 'value_error.missing' };

const BRANCH = { name: 'b', leaf: { n: 2 } };

describe('Field.union()', () => {
  it.each<[object, object]>([
    [{ delay: null }, { delay: null }],
    [{ delay: [true, '2', 3.9] }, { delay: [1, 2, 3] }],
    [{ delay: 4.7 }, { delay: 4 }],
    [{ text: '5' }, { text: 5 }],
    [{ text: 'five' }, { text: 'five' }],
    [{ word: 5 }, { word: '5' }],
    [{ node: { n: 1, name: 'x' } }, { node: { n: 1 } }],
    [{ node: { name: 'x', leaf: { n: '7' } } }, { node: { name: 'x', leaf: { n: 7 } } }],
    [{ node: null }, { node: null }],
    [{ many: [3, { n: 1 }, BRANCH] }, { many: [3, { n: 1 }, BRANCH] }],
    [{ by_name: { a: 'yes', b: [null, '3'] } }, { by_name: { a: true, b: [null, 3] } }],
  ])('reads %j as the first member that takes it does', (wire, expected) => {
    const read = Either.parse(wire);
    expect(JSON.parse(read.json({ excludeUnset: true }))).toEqual(expected);
    expect(Either.parse(read).equals(read)).toBe(true);
    expect(Either.parseJson(read.json()).equals(read)).toBe(true);
  });

  it('makes instances of the member', () => {
    const { node: held, many } = Either.parse({ node: BRANCH, many: [{ n: 1 }, BRANCH] });
    expect([held, ...many].map((each) => each?.constructor)).toEqual([Branch, Leaf, Branch]);
  });

  it.each<[object, [path: (string | number)[], fault: object][]]>([
    [
      { delay: 'x' },
      [
        [['delay'], NOT_INT],
        [['delay'], NOT_LIST],
      ],
    ],
    [
      { delay: ['x', 1, null] },
      [
        [['delay'], NOT_INT],
        [['delay', 0], NOT_INT],
        [['delay', 2], NONE],
      ],
    ],
    [{ text: null }, [[['text'], NONE]]],
    [
      { node: {} },
      [
        [['node', 'n'], MISSING],
        [['node', 'name'], MISSING],
        [['node', 'leaf'], MISSING],
      ],
    ],
    [
      { node: { name: 'x', leaf: { n: 'q' } } },
      [
        [['node', 'n'], MISSING],
        [['node', 'leaf', 'n'], NOT_INT],
      ],
    ],
    [
      { node: 5 },
      [
        [['node'], NOT_DICT],
        [['node'], NOT_DICT],
      ],
    ],
    [
      { many: [{}, null, 'q'] },
      [
        [['many', 0, 'n'], MISSING],
        [['many', 0, 'name'], MISSING],
        [['many', 0, 'leaf'], MISSING],
        [['many', 0], NOT_INT],
        [['many', 1], NONE],
        [['many', 2], NOT_DICT],
        [['many', 2], NOT_DICT],
        [['many', 2], NOT_INT],
      ],
    ],
    [
      { by_name: { a: 'maybe', b: null } },
      [
        [['by_name', 'a'], { type: 'type_error.bool' }],
        [['by_name', 'a'], NOT_LIST],
        [['by_name', 'b'], NONE],
      ],
    ],
  ])('tells the faults of all members for %j, in order', (wire, expected) => {
    expectIssues(
      Either,
      wire,
      expected.map(([loc, fault]) => ({ loc, ...fault })),
    );
  });

  it('takes instances, and shares none', () => {
    const branch = new Branch({ name: 'b', leaf: new Leaf({ n: 2 }) });
    const either = new Either({ node: branch, many: [branch, 3] });
    expect(either.toJSON()).toMatchObject({ node: BRANCH, many: [BRANCH, 3] });
    expect(either.node).not.toBe(branch);
    const copy = either.copy();
    expect(copy.node).toBeInstanceOf(Branch);
    expect([copy.node === either.node, copy.many === either.many, copy.equals(either)]).toEqual([false, false, true]);
    (copy.many[0] as Branch).name = 'other';
    expect([copy.equals(either), (either.many[0] as Branch).name]).toEqual([false, 'b']);
  });

  it('writes what was assigned to it: an instance with the fields of its own class, and where one cannot be written', () => {
    class Twig extends Leaf {
      @Field.int({ default: 3 }) declare length: number;
    }
    const either = Either.parse({});
    const written = (node: unknown): unknown => {
      either.node = node as Leaf;
      return (JSON.parse(either.json()) as { node: unknown }).node;
    };
    expect(written(new Twig({ n: 1 }))).toEqual({ n: 1, length: 3 });
    expect(written({ free: [1] })).toEqual({ free: [1] });
    expect(written(undefined)).toBeNull();
    const spoilt = Object.assign(Branch.parse(BRANCH), { name: 5n });
    expect(() => written(spoilt)).toThrow(/^node\.name: /);
    expect(() => Object.assign(Either.parse({}), { many: [spoilt] }).json()).toThrow(/^many\[0\]\.name: /);
  });

  it('selects within what it holds', () => {
    const either = Either.parse({ node: BRANCH, many: [BRANCH, 3] });
    expect(either.dict({ include: { node: ['name'], many: { 0: { leaf: ['n'] } } } })).toEqual({
      node: { name: 'b' },
      many: [{ leaf: { n: 2 } }],
    });
  });

  it('describes the choice in the JSON Schema, null beside the members', () => {
    const { properties } = Either.jsonSchema() as { properties: Record<string, object> };
    const delay = [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }];
    expect(properties.delay).toEqual({ anyOf: [...delay, { type: 'null' }], default: null });
    expect(properties.text).toEqual({ anyOf: [{ type: 'integer' }, { type: 'string' }], default: 0 });
    expect(properties.many).toEqual({
      type: 'array',
      items: { anyOf: [{ $ref: '#/$defs/Leaf' }, { $ref: '#/$defs/Branch' }, { type: 'integer' }] },
    });
    const openapi = Either.jsonSchema({ target: 'openapi-3.0' }) as { properties: Record<string, object> };
    expect(openapi.properties.delay).toEqual({
      anyOf: [
        { type: 'integer', nullable: true },
        { type: 'array', items: { type: 'integer' } },
      ],
      default: null,
    });
  });

  it('is open to class-transformer and class-validator', () => {
    const wire = { delay: ['1', 2], node: BRANCH, many: [{ n: '1' }, 3] };
    const either = plainToInstance(Either, wire);
    expect(validateSync(either)).toEqual([]);
    expect(either.equals(Either.parse(wire))).toBe(true);
    expect(instanceToPlain(either)).toEqual(either.toJSON());
    const [broken] = validateSync(plainToInstance(Either, { delay: ['x'] }));
    expect(Object.values(broken?.constraints ?? {})).toEqual([
      'delay: value is not a valid integer; delay.0: value is not a valid integer',
    ]);
  });

  it('names a member that is no kind or nests no model', () => {
    class Broken extends PrefectBaseModel {
      @Field.union([int, undefined as unknown as Kind]) declare kind: unknown;
      @Field.list(types.union([int, types.nested(() => Date as never)])) declare models: unknown[];
    }
    expect(() => Broken.parse({})).toThrow(/kind: its kind is not known[^]*models: nests what is no model/);
  });

  it('has the type of its members', () => {
    const kind: Kind<number | string> = types.union([int, types.string()]);
    class Typed extends PrefectBaseModel {
      @Field.of(kind, { default: 1 }) declare right: number | string;
      // @ts-expect-error of no member
      @Field.union([int, types.string()], { default: true }) declare wrong: number | string;
    }
    expect(() => Typed.parse({})).toThrow('wrong: its default is not a value of its kind (union)');
  });
});

describe('types.union()', () => {
  it('writes a value as the member that has it, and as it is when none has', () => {
    const kind: Kind = types.union([types.list(types.float()), types.dateTime]);
    expect(kind.text([1, 2], 'x')).toBe('[1.0,2.0]');
    expect(kind.toWire(DateTime.utc(2024), {}, 'x')).toBe('2024-01-01T00:00:00+00:00');
    expect([kind.text({ a: 1 }, 'x'), kind.toWire('q', {}, 'x')]).toEqual(['{"a":1}', 'q']);
    const free = { a: [1] };
    expect(kind.copy(free, false)).toEqual(free);
    expect(kind.copy(free, false)).not.toBe(free);
  });

  it('takes null where a member does', () => {
    const kind: Kind = types.list(types.union([int, types.nullable(types.bool)]));
    expect(kind.accept([1, null], 'wire')).toEqual([1, null]);
    expect(kind.interpret(['maybe', null, 'x'], new Faults(), 'wire')).toBe(INVALID);
    expect([kind.is([null]), kind.text([null, 1], 'x'), kind.copy([null], true)]).toEqual([true, '[null,1]', [null]]);
    expect(kind.schema({ orNull: (schema: object) => ({ anyOf: [schema, { type: 'null' }] }) } as never)).toMatchObject(
      {
        items: { anyOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'null' }] },
      },
    );
  });
});

describe('Field.literal()', () => {
  class Retrying extends PrefectBaseModel {
    @Field.literal(['in_process', 'reschedule'], { default: null })
    declare retryType: 'in_process' | 'reschedule' | null;
  }

  it('takes its texts', () => {
    expect(Retrying.parse({ retry_type: 'reschedule' }).json()).toBe('{"retry_type":"reschedule"}');
    expect(Retrying.jsonSchema()).toMatchObject({
      properties: { retry_type: { anyOf: [{ type: 'string', enum: ['in_process', 'reschedule'] }, { type: 'null' }] } },
    });
  });

  it.each(['x', 5, { a: 1 }])("refuses %j in the words of Python's Literal", (given) => {
    const permitted = ['in_process', 'reschedule'];
    const msg = "unexpected value; permitted: 'in_process', 'reschedule'";
    expectIssues(Retrying, { retry_type: given }, [
      { loc: ['retry_type'], msg, type: 'value_error.const', ctx: { given, permitted } },
    ]);
  });
});
