import { codecOf } from '../../src/codec/index.js';
import { Field, PrefectBaseModel, State, StateDetails } from '../../src/index.js';
import { recordedStates } from '../support/fixtures.js';

const WIRE = recordedStates('2.20.25')[0]!;

describe('instances', () => {
  const made = {
    'State.parse()': () => State.parse(WIRE),
    'new State()': () => new State({ ...State.parse(WIRE) }),
    'state.copy()': () => State.parse(WIRE).copy({ update: { timestamp: State.parse(WIRE).timestamp } }),
    'State.parse(), leniently': () => State.parse({ ...WIRE, id: `{${String(WIRE.id)}}` }),
  };

  it.each(Object.entries(made))('of %s are all alike', (_name, make) => {
    const [state, other] = [make(), State.parse(WIRE)];
    expect(Object.getPrototypeOf(state)).toBe(State.prototype);
    expect(Reflect.ownKeys(state)).toEqual(codecOf(State).plan.fields.map(({ property }) => property));
    expect(
      Object.values(Object.getOwnPropertyDescriptors(state)).every((each) => each.writable && each.enumerable),
    ).toBe(true);
    expect(state).toStrictEqual(other);
    expect({ ...state }).toEqual({ ...other });
    expect(state.json()).toBe(other.json());
    expect(state.dict({ excludeUnset: true })).toEqual(other.dict({ excludeUnset: true }));
  });
});

describe("a class of one's own", () => {
  class Counted extends State {
    // a class without fields may have no other properties either
    @Field.string({ default: null }) declare label: string | null;
    static made = 0;
    #secret = 'kept';
    readonly extra: string[] = [];

    constructor(fields: ConstructorParameters<typeof State>[0]) {
      super(fields);
      Counted.made += 1;
    }

    get secret(): string {
      return this.#secret;
    }

    protected override carryOver(from: Counted): void {
      this.#secret = `${from.#secret}, copied`;
    }
  }

  it('has its constructor called for every instance, and its private fields', () => {
    // the plan makes one by itself
    codecOf(Counted);
    const before = Counted.made;
    const parsed = Counted.parse(WIRE);
    const made = [parsed, new Counted({ type: 'RUNNING' }), Counted.completed(), parsed.copy()];
    expect(Counted.made - before).toBe(4);
    expect(made.map((state) => state.secret)).toEqual(['kept', 'kept', 'kept', 'kept, copied']);
    expect(made.every((state) => state.extra.length === 0 && state instanceof Counted)).toBe(true);
    expect(new Set(made.map((state) => state.extra)).size).toBe(4);
  });

  it('keeps its constructor when it is nested', () => {
    class Holder extends PrefectBaseModel {
      @Field.nested(() => Counted) declare state: Counted;
    }
    const before = Counted.made;
    const { state } = Holder.parse({ state: WIRE });
    expect([state.secret, state instanceof Counted]).toEqual(['kept', true]);
    expect(Counted.made).toBeGreaterThan(before);
    expect(new Holder({ state: { type: 'RUNNING' } }).state.secret).toBe('kept');
  });

  it('may set what is no field, and override what a field defaults to after it was read', () => {
    class Loud extends StateDetails {
      constructor(fields: object) {
        super(fields);
        if (this.cacheKey === null) this.cacheKey = 'loud';
      }
    }
    expect(new Loud({}).cacheKey).toBe('loud');
    expect(Loud.parse({}).cacheKey).toBeNull();
    expect(Loud.parse({ cache_key: 'a' }).cacheKey).toBe('a');
  });
});
