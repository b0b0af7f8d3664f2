/* Whatever comes in: a ValidationError or a parsed state, and nothing else changed. */
import fc from 'fast-check';
import { inspect } from 'node:util';

import { PrefectBaseModel, State, StateCreate, StateDetails, ValidationError } from '../../src/index.js';
import { times } from '../support/effort.js';
import { recordedStates } from '../support/fixtures.js';

interface Parsing {
  parse(value: unknown): PrefectBaseModel;
  safeParse(value: unknown): { readonly success: boolean };
}

const CLASSES: readonly Parsing[] = [State, StateCreate, StateDetails];

/** Parses, and tells whether it was taken; any other error fails the spec. */
function outcome(parse: () => unknown): 'taken' | 'refused' {
  try {
    return parse() instanceof PrefectBaseModel ? 'taken' : 'refused';
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return 'refused';
  }
}

function nest(depth: number, open: string, close: string): string {
  return open.repeat(depth) + '1' + close.repeat(depth);
}

describe('what is no state', () => {
  it.each<[unknown]>([
    [null],
    [undefined],
    [0],
    [NaN],
    [1n],
    ['text'],
    [''],
    [[]],
    [[1]],
    [Symbol('s')],
    [() => 1],
    [true],
  ])('is refused: %p', (value) => {
    for (const model of CLASSES) {
      expect(outcome(() => model.parse(value))).toBe('refused');
      expect(model.safeParse(value).success).toBe(false);
    }
  });

  it.each(['', 'null', '5', '"text"', '[]', '{', 'undefined', 'NaN', '{"type": "RUNNING"'])(
    'is refused as text: %j',
    (text) => {
      expect(outcome(() => State.parseJson(text))).toBe('refused');
    },
  );
});

describe('data nested 10,000 deep', () => {
  it.each([
    ['lists', nest(10_000, '[', ']')],
    ['objects', nest(10_000, '{"a":', '}')],
  ])('is taken: %s', (_what, data) => {
    const text = `{"type": "COMPLETED", "data": ${data}, "state_details": {"cache_key": "k"}}`;
    const state = State.parseJson(text);
    expect(state.equals(state.copy({ update: { timestamp: state.timestamp } }))).toBe(true);
    expect(inspect(state)).toContain('COMPLETED');
  });

  it('is refused where a field cannot hold it', () => {
    const value = JSON.parse(nest(10_000, '[', ']')) as unknown;
    for (const input of [
      { type: value },
      { type: 'RUNNING', name: value },
      { type: 'RUNNING', state_details: value },
    ]) {
      expect(outcome(() => State.parse(input))).toBe('refused');
    }
  });

  it('is refused as broken text', () => {
    expect(outcome(() => State.parseJson('['.repeat(1_000_000)))).toBe('refused');
  });
});

describe('hostile keys', () => {
  const HOSTILE = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'valueOf', 'prototype'];

  it('change no prototype, at any level', () => {
    const hostile = HOSTILE.map((key) => `"${key}": {"polluted": 1, "type": "RUNNING"}`).join(', ');
    const text = `{${hostile}, "type": "RUNNING", "data": {${hostile}}, "state_details": {${hostile}, "run_input_keyset": {"__proto__": "x", "constructor": "y"}}}`;
    const state = State.parseJson(text);
    expect(state.stateDetails.runInputKeyset).toEqual(JSON.parse('{"__proto__": "x", "constructor": "y"}'));
    expect(JSON.parse(state.json())).toMatchObject({ state_details: { run_input_keyset: { constructor: 'y' } } });
    expect(Object.keys(state.stateDetails.runInputKeyset!)).toEqual(['__proto__', 'constructor']);
    for (const copy of [state.copy({ deep: true }), State.parseJson(state.json())])
      expect(Object.keys(copy.data as object)).toEqual(HOSTILE);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(state)).toBe(State.prototype);
    expect(Object.getPrototypeOf(state.stateDetails)).toBe(StateDetails.prototype);
    expect(outcome(() => StateCreate.parseJson(text))).toBe('refused');
  });

  it('are read from the input alone', () => {
    expect(outcome(() => State.parse(Object.create({ type: 'RUNNING' })))).toBe('taken');
    expect(outcome(() => State.parse(Object.create(null)))).toBe('refused');
    expect(outcome(() => State.parse(Object.assign(Object.create(null) as object, { type: 'RUNNING' })))).toBe('taken');
  });
});

describe('odd texts', () => {
  it('of 10 MB are taken', () => {
    const long = 'x'.repeat(10_000_000);
    const state = State.parseJson(
      JSON.stringify({ type: 'RUNNING', message: long, data: long, state_details: { cache_key: long } }),
    );
    expect(state.json().length).toBeGreaterThan(30_000_000);
    expect(String(state)).toHaveLength(10_000_000 + `Running('')`.length);
    for (const field of ['type', 'id', 'timestamp'])
      expect(outcome(() => State.parse({ type: 'RUNNING', [field]: long }))).toBe('refused');
  });

  it('with lone surrogates are taken, and written as JSON that any reader takes', () => {
    const state = State.parseJson('{"type": "RUNNING", "message": "\\ud800", "data": ["\\udfff"]}');
    expect(state.message).toBe('\ud800');
    expect(Buffer.from(state.json()).toString()).toBe(state.json());
    expect(State.parseJson(state.json()).message).toBe('\ud800');
    expect(String(state)).toBe("Running('\\ud800')");
  });

  it('that are not UTF-8 are refused', () => {
    expect(outcome(() => State.parseJson(Buffer.from('{"type": "RUNNING", "name": "\xff"}', 'latin1')))).toBe(
      'refused',
    );
  });

  it('with a key twice take the last', () => {
    expect(State.parseJson('{"type": "RUNNING", "type": "FAILED"}').type).toBe('FAILED');
  });
});

describe('any JSON at all', () => {
  const hostileKey = fc.constantFrom(
    'type',
    'id',
    'state_details',
    'data',
    '__proto__',
    'constructor',
    'run_input_keyset',
    'timestamp',
  );
  const anything = fc.anything({
    key: fc.oneof(hostileKey, fc.string()),
    stringUnit: 'binary',
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
  });

  it('gives a ValidationError or a state, and stays as it was', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const before = inspect(value, { depth: null });
        for (const model of CLASSES) outcome(() => model.parse(value));
        expect(inspect(value, { depth: null })).toBe(before);
      }),
      { numRuns: times(150, 6000) },
    );
  });

  it('in any place of a real state gives a ValidationError or a state', () => {
    const states = recordedStates('2.20.25');
    const place = fc.constantFrom(...Object.keys(states[0]!), ...Object.keys(states[0]!.state_details as object));
    fc.assert(
      fc.property(fc.constantFrom(...states), place, anything, (state, key, value) => {
        const wire =
          key in state
            ? { ...state, [key]: value }
            : { ...state, state_details: { ...(state.state_details as object), [key]: value } };
        const before = inspect(wire, { depth: null });
        if (outcome(() => State.parse(wire)) === 'taken') {
          const parsed = State.parse(wire);
          expect(parsed.equals(parsed.copy({ update: { timestamp: parsed.timestamp } }))).toBe(true);
          expect(typeof inspect(parsed)).toBe('string');
        }
        expect(inspect(wire, { depth: null })).toBe(before);
      }),
      { numRuns: times(250, 10_000) },
    );
  });

  it('as text gives a ValidationError or a state', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]":,\\tfn0123 ') })),
        (text) => {
          outcome(() => State.parseJson(text));
          outcome(() => State.parseJson(Buffer.from(text)));
        },
      ),
      { numRuns: times(500, 20_000) },
    );
  });
});
