import { Field, PrefectBaseModel, SecretString, State } from '../../src/index.js';
import { jsonTextOf } from '../../src/nest/json-text.js';

const state = State.parse({ type: 'RUNNING', timestamp: '2026-11-23T16:37:01.243753Z', data: { a: [1, 'é"\u2028'] } });

describe('jsonTextOf()', () => {
  it('has a model write itself, wherever it stands, and makes no object of it', () => {
    class Watched extends State {
      static walked = 0;
      override toJSON(): ReturnType<State['toJSON']> {
        Watched.walked += 1;
        return super.toJSON();
      }
    }
    const watched = Watched.running();
    const value = { list: [watched, { watched }], count: 2 };
    expect(jsonTextOf(value)).toBe(`{"list":[${watched.json()},{"watched":${watched.json()}}],"count":2}`);
    expect(Watched.walked).toBe(0);
  });

  it.each<[string, unknown]>([
    ['a model', state],
    ['a list', [state, state]],
    ['a model in an object', { state, total: 1 }],
    ['a model in a model', { each: [{ state: [state] }] }],
    ['what JSON leaves out', { a: undefined, b: () => 1, c: Symbol('c'), d: null, e: [undefined, () => 1] }],
    ['names that need care', { 'a"b': 1, ['__proto__']: 2, '\ud800': 3, 2: 4, 1: 5 }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { state })],
    [
      'dates, maps, sets and objects of a class',
      [
        new Date(0),
        new Map([[1, 2]]),
        new Set([1]),
        new (class {
          a = 1;
        })(),
      ],
    ],
    ['an object that says how it is written', { state, toJSON: () => ({ mine: true }) }],
    ['text', 'é"\\'],
    ['numbers', [0, -0, 1.5, NaN, Infinity, 1e21]],
    ['true', true],
    ['null', null],
    ['nothing', undefined],
    ['boxes', [Object(1), Object('x'), Object(false)]],
    ['a secret', { secret: new SecretString('s3cr3t') }],
  ])('writes %s as JSON.stringify does', (_what, value) => {
    expect(jsonTextOf(value)).toBe(JSON.stringify(value));
  });

  it('refuses what JSON cannot hold', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => jsonTextOf(circle)).toThrow();
    expect(() => jsonTextOf({ n: 1n })).toThrow(TypeError);
    class Holder extends PrefectBaseModel {
      @Field.json() declare data: unknown;
    }
    expect(() => jsonTextOf([new Holder({ data: circle })])).toThrow('data');
  });
});
