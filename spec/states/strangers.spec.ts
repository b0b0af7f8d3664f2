/* Values that others made, whose getters, traps and methods throw: what tells something of them tells less, and does not throw. */
import {
  exceptionToCrashedState,
  exceptionToFailedState,
  getStateException,
  getStateResult,
  LiteralResult,
  raiseStateException,
  returnValueToState,
  SerializationError,
  State,
  StateCreate,
  UnexpectedResult,
  UnpersistedResult,
  ValueError,
} from '../../src/index.js';
import { thrownBy } from '../support/expect.js';

const refuse = (): never => {
  throw new Error('on purpose');
};

function withGetter(value: object, name: PropertyKey): object {
  return Object.defineProperty(value, name, { get: refuse });
}

const TRAPS = { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse };

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

class Shy {
  repr(): string {
    return refuse();
  }
}
class Odd {
  repr(): string {
    return 5 as unknown as string;
  }
}

Object.defineProperty(Odd, 'name', { value: 5 });

/** Each with the message of its failed state, and how `repr` shows it. */
const STRANGERS: [what: string, value: unknown, message: string, repr: string][] = [
  ['an object without a prototype', Object.create(null), 'dict: {}', '{}'],
  [
    'an object whose toString throws',
    { toString: refuse },
    "dict: {'toString': <function refuse>}",
    "{'toString': <function refuse>}",
  ],
  [
    'an object whose toString gives an object',
    { toString: () => ({}) },
    "dict: {'toString': <function toString>}",
    "{'toString': <function toString>}",
  ],
  ['an error whose name throws', withGetter(new RangeError('far'), 'name'), 'RangeError: far', "RangeError('far')"],
  [
    'an error whose message throws',
    withGetter(new RangeError(), 'message'),
    'RangeError: <unprintable>',
    'RangeError(<unprintable>)',
  ],
  [
    'an error whose name is no text',
    Object.assign(new RangeError('far'), { name: Symbol('x') }),
    'RangeError: far',
    "RangeError('far')",
  ],
  [
    'an error whose message is an object',
    Object.assign(new Error(), { message: { a: 1 } }),
    "Error: {'a': 1}",
    "Error({'a': 1})",
  ],
  [
    'an error whose message is a symbol',
    Object.assign(new Error(), { message: Symbol('x') }),
    'Error: Symbol(x)',
    'Error(Symbol(x))',
  ],
  ['an error whose message is a bigint', Object.assign(new Error(), { message: 10n }), 'Error: 10', 'Error(10)'],
  ['an error whose cause throws', withGetter(new Error('x'), 'cause'), 'Error: x', "Error('x')"],
  ['an error whose code throws', withGetter(new Error('x'), 'code'), 'Error: x', "Error('x')"],
  ['a proxy whose traps throw', new Proxy({}, TRAPS), 'object: <unprintable>', '<unprintable>'],
  ['a proxy of an error', new Proxy(new Error('x'), TRAPS), 'object: <unprintable>', '<unprintable>'],
  ['a proxy that is revoked', revoked({}), 'object: <unprintable>', '<unprintable>'],
  ['a list that is revoked', revoked([]), 'object: <unprintable>', '<unprintable>'],
  ['a function that is revoked', revoked(refuse), 'function: <unprintable>', '<unprintable>'],
  [
    'an object whose constructor throws',
    withGetter(new Shy(), 'constructor'),
    'object: [object Object]',
    '<unprintable>',
  ],
  ['an object whose repr throws', new Shy(), 'Shy: [object Object]', '<unprintable>'],
  ['an object whose names are no texts', new Odd(), 'object: [object Object]', '5'],
  ['an object whose tag throws', withGetter({}, Symbol.toStringTag), 'dict: {}', '{}'],
  ['a function whose name throws', withGetter(() => 1, 'name'), 'function: () => 1', '<unprintable>'],
  ['a list without a prototype', Object.setPrototypeOf([1], null), 'list: [1]', '[1]'],
  ['a symbol', Symbol('x'), 'symbol: Symbol(x)', 'Symbol(x)'],
];

const own = new Error();
Object.assign(own, { message: own });
STRANGERS.push(['an error whose message is itself', own, 'Error: Error(Error(...))', 'Error(Error(...))']);

describe.each(STRANGERS)('%s', (_what, value, message, repr) => {
  it('makes a failed and a crashed state', async () => {
    const failed = await exceptionToFailedState(value);
    expect(failed.message).toBe(message);
    expect(Object.is(failed.data, value)).toBe(true);
    const crashed = await exceptionToCrashedState(value);
    expect(crashed.message).toBe(`Execution was interrupted by an unexpected exception: ${message}`);
  });

  it('is shown', () => {
    const state = State.completed({ data: value });
    expect(state.repr()).toBe(`Completed(message=None, type=COMPLETED, result=${repr})`);
    expect(State.completed({ data: [value] }).repr()).toContain(`result=[${repr}]`);
  });

  it('is named where it is no result', () => {
    expect(() => LiteralResult.create(value as boolean)).toThrow(ValueError);
    expect(UnpersistedResult.create(value).artifactDescription).toMatch(/^Unpersisted result of type `\w+`$/);
    expect(StateCreate.fromState(State.completed({ data: value })).data).toBeNull();
  });

  it('is a value that a run returns', async () => {
    const { data } = await returnValueToState(value);
    expect(data).toBeInstanceOf(UnpersistedResult);
  });
});

describe('getStateException()', () => {
  it.each(STRANGERS.filter(([what]) => !what.startsWith('an error')))(
    'refuses %s as an exception',
    async (_what, data) => {
      await expect(getStateException(State.failed({ data }))).rejects.toThrow(UnexpectedResult);
    },
  );

  it('takes an error whatever its getters do', async () => {
    for (const name of ['name', 'message', 'cause']) {
      const data = withGetter(new Error('x'), name);
      expect((await getStateException(State.failed({ data }))) === data).toBe(true);
    }
  });

  const holding = (data: (state: State) => unknown): State => {
    const state = State.failed();
    state.data = data(state);
    return state;
  };

  it.each<[string, State]>([
    ['itself', holding((state) => state)],
    ['a list of itself', holding((state) => [State.completed(), state])],
    ['a state that holds it', holding((state) => State.crashed({ data: state }))],
  ])('refuses a state that holds %s', async (_what, state) => {
    await expect(getStateException(state)).rejects.toThrow(UnexpectedResult);
    await expect(getStateResult(state)).rejects.toThrow(UnexpectedResult);
    await expect(raiseStateException(state)).rejects.toThrow(UnexpectedResult);
  });

  it('finds the exception of the last of many states, one in another', async () => {
    const error = new Error('the last');
    let state = State.failed({ data: error });
    for (let i = 0; i < 20_000; i++) state = State.failed({ data: state });
    expect(await getStateException(state)).toBe(error);
  });
});

describe('dict()', () => {
  it('refuses a model that holds itself', () => {
    const state = State.completed();
    state.data = state;
    expect(thrownBy(() => state.dict())).toBeInstanceOf(SerializationError);
    expect(thrownBy(() => state.dict({ exclude: ['id'] }))).toBeInstanceOf(SerializationError);
    expect(thrownBy(() => State.completed({ data: [state] }).ormDict({ include: ['data', 'id'] }))).toBeInstanceOf(
      SerializationError,
    );
  });
});
