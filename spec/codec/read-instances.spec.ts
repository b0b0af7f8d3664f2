import { type DateTime } from 'luxon';

import {
  ActionBaseModel,
  Field,
  isCompiled,
  type Kind,
  types,
  PrefectBaseModel,
  State,
  StateCreate,
} from '../../src/index.js';

let slowly = 0;

/** A text; how often the slow walk reads one is counted. */
const text: Kind<string> = {
  ...types.string(),
  interpret(value, faults, naming) {
    slowly += 1;
    return types.string().interpret(value, faults, naming);
  },
};

class Inner extends PrefectBaseModel {
  @Field.of(text, { default: '' }) declare name: string;
  @Field.dateTime({ default: null }) declare at: DateTime | null;
  @Field.nested(() => Inner, { default: null }) declare next: Inner | null;
}

class Outer extends PrefectBaseModel {
  @Field.of(text) declare name: string;
  @Field.nested(() => Inner) declare inner: Inner;
  @Field.list(types.nested(() => Inner), { default: () => [] }) declare list: Inner[];
}

class Other extends Outer {}

class Ask extends ActionBaseModel {
  @Field.of(text) declare name: string;
  @Field.nested(() => Inner) declare inner: Inner;
}

beforeEach(() => {
  slowly = 0;
});

describe('an instance that is given to parse()', () => {
  const inner = { name: 'i', at: new Date(0), next: { name: 'n' } };
  const fields = { name: 'o', inner, list: [inner] };

  it.each<[string, () => PrefectBaseModel]>([
    ['of the class', () => new Outer(fields)],
    ['of a class that extends it', () => new Other(fields)],
    ['of what asks for something', () => new Ask({ name: 'o', inner })],
  ])('is read by the quick walk alone where there is one: %s', (_which, make) => {
    const given = make();
    expect(Outer.parse(given).inner.json()).toBe((given as Outer).inner.json());
    expect(Outer.parse({ name: 'o', inner: (given as Outer).inner }).name).toBe('o');
    if (isCompiled(Outer)) expect(slowly).toBe(0);
    else expect(slowly).toBeGreaterThan(0);
  });

  it('keeps which fields of what it nests were given, and counts all of its own as given', () => {
    const given = new Outer({ name: 'o', inner: { next: {} } });
    const read = Outer.parse(given);
    expect(read.dict({ excludeUnset: true })).toEqual({ name: 'o', inner: { next: {} }, list: [] });
    expect(read.inner).not.toBe(given.inner);
    expect(read.inner.next).not.toBe(given.inner.next);
  });

  it('is read by wire names in what it holds, also where an object was assigned', () => {
    const given = State.running();
    given.stateDetails = { flow_run_id: 'c0ffee00-0000-4000-8000-000000000000', flowRunId: 'x' } as never;
    expect(State.parse(given).stateDetails.flowRunId).toBe('c0ffee00-0000-4000-8000-000000000000');
  });

  it('is refused in what it holds with the place', () => {
    const given = new Outer(fields);
    Object.assign(given.inner.next!, { name: [] });
    expect(Outer.safeParse(given).error!.issues).toEqual([
      { loc: ['inner', 'next', 'name'], msg: 'str type expected', type: 'type_error.str' },
    ]);
  });

  it('of a proposal makes a state with details and an id of its own', () => {
    const create = StateCreate.parse({ type: 'RUNNING', data: { any: ['thing'] }, state_details: { retriable: true } });
    const state = State.parse(create);
    expect(state.toJSON()).toMatchObject(create.toJSON());
    expect(state.stateDetails).not.toBe(create.stateDetails);
    expect(state.id).toMatch(/^[\da-f-]{36}$/);
  });

  it('of a proposal gives the state its data itself, and models in it as objects', () => {
    const data = { rows: [1, { two: null }] };
    expect(State.parse(StateCreate.parse({ type: 'RUNNING', data })).data).toBe(data);
    const create = StateCreate.parse({ type: 'RUNNING', data: [Inner.parse({ name: 'i' })] });
    expect(State.parse(create).data).toEqual([{ name: 'i', at: null, next: null }]);
  });
});
