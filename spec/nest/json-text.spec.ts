import { Field, PrefectBaseModel, SecretString, SerializationError, State } from '../../src/index.js';
import { jsonTextOf } from '../../src/nest/json-text.js';
import { thrownBy } from '../support/expect.js';
import { watchToJson } from '../support/watch-to-json.js';

const state = State.parse({ type: 'RUNNING', timestamp: '2026-11-23T16:37:01.243753Z', data: { a: [1, 'é"\u2028'] } });

describe('jsonTextOf()', () => {
  it('has a model write itself, wherever it stands, and makes no object of it', () => {
    const walk = watchToJson();
    class Own extends State {}
    const own = Own.running();
    const value = { list: [state, { own }], count: 2 };
    expect(jsonTextOf(value)).toBe(`{"list":[${state.json()},{"own":${own.json()}}],"count":2}`);
    expect(walk).not.toHaveBeenCalled();
    walk.mockRestore();
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

  it('says where stands what JSON cannot hold', () => {
    const circle: Record<string, unknown> = {};
    circle.list = [{ circle }];
    const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown;
    expect(thrownBy(() => jsonTextOf({ circle }))).toEqual(SerializationError.circular('answer.circle.list[0].circle'));
    expect(thrownBy(() => jsonTextOf([0, { n: 1n }]))).toEqual(SerializationError.notJson('answer[1].n', 'a bigint'));
    expect(thrownBy(() => jsonTextOf(deep))).toEqual(SerializationError.tooDeep('answer', null));
    class Holder extends PrefectBaseModel {
      @Field.json() declare data: unknown;
    }
    expect(() => jsonTextOf([new Holder({ data: circle })])).toThrow('data');
  });

  it('takes what stands twice for no circle', () => {
    const shared = { state };
    expect(jsonTextOf([shared, { shared }])).toBe(JSON.stringify([shared, { shared }]));
  });
});
