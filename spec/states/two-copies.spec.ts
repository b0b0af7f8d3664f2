/* Two copies of the package in one process, as two versions in `node_modules` are, or the module registries of Jest. */
import { inspect } from 'node:util';
import { jest } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import * as ours from '../../src/index.js';
import { isDataDocument, isResult } from '../../src/results/index.js';

const { Field, getStateException, getStateResult, types, returnValueToState, State, StateCreate, StateDetails } = ours;

let theirs: typeof ours;

const T = '2024-02-29T12:30:45.123456+05:30';
const WIRE = {
  id: '123e4567-e89b-12d3-a456-426614174000',
  type: 'SCHEDULED',
  name: 'Late',
  timestamp: T,
  message: 'm',
  data: { a: [1] },
  state_details: { scheduled_time: T, cache_key: 'k', run_input_keyset: { one: 'two' }, retriable: true },
};

beforeAll(async () => {
  await jest.isolateModulesAsync(async () => {
    theirs = await import('../../src/index.js');
  });
  expect(theirs.State).not.toBe(State);
});

describe('a state of the other copy', () => {
  const whole = State.parse(WIRE).json();

  it.each<[string, (state: ours.State) => ours.State]>([
    ['parse()', (state) => State.parse(state)],
    ['safeParse()', (state) => State.safeParse(state).data!],
    ['new', (state) => new State(state)],
    ['new, with its details', ({ stateDetails }) => new State({ ...State.parse(WIRE), stateDetails })],
    ['parse(), with its details', ({ stateDetails }) => State.parse({ ...WIRE, state_details: stateDetails })],
    [
      'a factory',
      ({ stateDetails, ...fields }) => {
        const { scheduledTime } = stateDetails;
        stateDetails.scheduledTime = null;
        return State.scheduled({ ...fields, scheduledTime, stateDetails });
      },
    ],
    [
      'copy({ update })',
      ({ stateDetails, timestamp }) => {
        return State.parse({ ...WIRE, state_details: {} }).copy({ update: { stateDetails, timestamp } });
      },
    ],
    ['fromOrmWithoutResult()', (state) => State.fromOrmWithoutResult(state, { withData: WIRE.data })],
    ['class-transformer', ({ stateDetails }) => plainToInstance(State, { ...WIRE, state_details: stateDetails })],
    [
      'a nested field',
      (state) => {
        class Holder extends ours.PrefectBaseModel {
          @Field.list(types.nested(() => State)) declare states: ours.State[];
        }
        return Holder.parse({ states: [state] }).states[0]!;
      },
    ],
  ])('is read whole: %s', (_door, read) => {
    const given = theirs.State.parse(WIRE);
    const state = read(given);
    expect(state).toBeInstanceOf(State);
    expect(state.stateDetails).toBeInstanceOf(StateDetails);
    expect(state.json()).toBe(whole);
    expect(validateSync(state)).toEqual([]);
  });

  it('keeps its data as it is', () => {
    const data = { when: new Date(0), all: new Set([1n]) };
    expect(State.parse(theirs.State.completed({ data })).data).toBe(data);
  });

  it('may be a proposal, or of a subclass', () => {
    expect(State.parse(theirs.StateCreate.parse({ type: 'PENDING', state_details: { cache_key: 'k' } }))).toMatchObject(
      {
        type: 'PENDING',
        stateDetails: { cacheKey: 'k' },
      },
    );
    expect(StateCreate.parse(theirs.State.parse(WIRE)).toJSON()).toEqual(StateCreate.parse(State.parse(WIRE)).toJSON());
    class Owned extends theirs.State {
      @theirs.Field.string({ default: 'me' }) declare owner: string;
    }
    expect(State.parse(Owned.parse(WIRE)).json()).toBe(whole);
  });

  it('is refused at the place that is wrong', () => {
    const state = theirs.State.parse(WIRE);
    state.stateDetails.flowRunId = 'x';
    expect(State.safeParse(state).error?.issues).toEqual([
      { loc: ['state_details', 'flow_run_id'], msg: 'value is not a valid uuid', type: 'type_error.uuid' },
    ]);
  });

  it('equals one of this copy that holds the same', () => {
    const [one, other] = [
      State.parse(WIRE),
      theirs.State.parse({ ...WIRE, id: '123e4567-e89b-12d3-a456-426614174001' }),
    ];
    expect([one.equals(other), other.equals(one)]).toEqual([true, true]);
    other.stateDetails.cacheKey = 'l';
    expect([one.equals(other), other.equals(one)]).toEqual([false, false]);
    expect(one.equals(theirs.StateCreate.parse({ type: 'SCHEDULED' }))).toBe(false);
    expect(one.stateDetails.equals(theirs.StateDetails.parse(WIRE.state_details))).toBe(true);
    const [ours_, theirs_] = [
      State.completed({ data: [one] }),
      theirs.State.completed({ data: [theirs.State.parse(WIRE)] }),
    ];
    theirs_.timestamp = ours_.timestamp;
    expect([ours_.equals(theirs_), theirs_.equals(ours_)]).toEqual([true, true]);
  });

  it('is written where it stands in the data', () => {
    const state = State.completed({ data: { state: theirs.State.parse(WIRE) } });
    const own = State.completed({ data: { state: State.parse(WIRE) } });
    expect(JSON.parse(state.json())).toMatchObject({ data: { state: JSON.parse(whole) as object } });
    expect(state.dict().data).toEqual(own.dict().data);
    const options = {
      excludeNone: true,
      exclude: { data: { state: { data: true, stateDetails: ['retriable'] } } },
    } as const;
    expect(state.dict(options).data).toEqual(own.dict(options).data);
    const dataOf = (each: ours.State): unknown => (JSON.parse(each.json(options)) as typeof WIRE).data;
    expect(dataOf(state)).toEqual(dataOf(own));
  });

  it('inside itself is refused as too deep', () => {
    class Tree extends theirs.PrefectBaseModel {
      @theirs.Field.nested(() => Tree, { default: null }) declare child: Tree | null;
    }
    class Own extends ours.PrefectBaseModel {
      @Field.nested(() => Own, { default: null }) declare child: Own | null;
    }
    const tree = Tree.parse({});
    tree.child = tree;
    for (const value of [tree, { child: tree }])
      expect(Own.safeParse(value).error?.issues).toMatchObject([{ msg: 'value is nested too deep' }]);
  });
});

describe('a result of the other copy', () => {
  it('gives its value', async () => {
    const results: [unknown, unknown][] = [
      [theirs.UnpersistedResult.create(5), 5],
      [new theirs.LiteralResult({ value: 6 }), 6],
      [theirs.UnknownResult.create(), null],
      [theirs.DataDocument.encode('json', { seven: 7 }), { seven: 7 }],
    ];
    for (const [data, value] of results) {
      expect([isResult(data) || isDataDocument(data)]).toEqual([true]);
      expect(await getStateResult(State.completed({ data }))).toEqual(value);
      expect(await getStateResult(theirs.State.completed({ data }))).toEqual(value);
      expect(await getStateResult(State.parse(theirs.State.completed({ data })))).toEqual(value);
    }
  });

  it('is fetched by the reader that is passed', async () => {
    const fields = { serializerType: 'json', storageBlockId: WIRE.id, storageKey: 'key' };
    const state = State.completed({ data: new theirs.PersistedResult(fields) });
    expect(await getStateResult(state, { readResult: ({ storageKey }) => `read ${storageKey}` })).toBe('read key');
    await expect(getStateResult(state)).rejects.toThrow(ours.MissingResult);
  });

  it('holds an exception', async () => {
    const error = new RangeError('far');
    const failed = State.failed({ data: theirs.UnpersistedResult.create(error) });
    expect(await getStateException(failed)).toBe(error);
    expect(await getStateException(State.failed({ data: theirs.State.failed({ data: error }) }))).toBe(error);
  });

  it('stays what it is in a state that is returned, and in a proposal', async () => {
    for (const data of [theirs.UnpersistedResult.create(5), theirs.DataDocument.encode('text', 'x')]) {
      const state = State.completed({ data });
      expect(await returnValueToState(state)).toBe(state);
      expect(state.data).toBe(data);
    }
    const proposal = StateCreate.fromState(theirs.State.completed({ data: theirs.UnpersistedResult.create(5) }));
    expect(proposal.toJSON().data).toMatchObject({ type: 'unpersisted' });
    expect(State.completed({ data: theirs.DataDocument.encode('text', 'x') }).repr()).toContain("result='x'");
  });

  it('makes one state of several', async () => {
    const states = [theirs.State.completed(), State.failed()];
    expect(String(await returnValueToState(states))).toBe("Failed('1/2 states failed.')");
  });
});

describe('a secret of the other copy', () => {
  const HIDDEN = 's3cr3t';

  class Vault extends ours.PrefectBaseModel {
    @Field.secretString({ default: null }) declare text: ours.SecretString | null;
    @Field.secretBytes({ default: null }) declare bytes: ours.SecretBytes | null;
    @Field.string({ default: null }) declare plain: string | null;
    @Field.json({ default: null }) declare data: unknown;
  }

  const bytes = Buffer.from(HIDDEN);
  const vaultOf = ({ SecretString, SecretBytes }: typeof ours): object => ({
    text: new SecretString(HIDDEN),
    bytes: new SecretBytes(bytes),
    data: { deep: [new SecretString(HIDDEN)] },
  });
  /** The same model in the other copy. */
  const theirVault = (given: object): object => {
    class TheirVault extends theirs.PrefectBaseModel {
      @theirs.Field.secretString({ default: null }) declare text: ours.SecretString | null;
      @theirs.Field.secretBytes({ default: null }) declare bytes: ours.SecretBytes | null;
      @theirs.Field.json({ default: null }) declare data: unknown;
    }
    return TheirVault.parse(given);
  };
  const ways: [string, () => Vault][] = [
    ['parse()', () => Vault.parse(vaultOf(theirs))],
    ['parse() of a model', () => Vault.parse(theirVault(vaultOf(theirs)))],
    ['plainToInstance()', () => plainToInstance(Vault, vaultOf(theirs))],
  ];

  it.each(ways)('keeps its value and shows none of it: %s', (_way, make) => {
    const vault = make();
    expect(vault.text?.getSecretValue()).toBe(HIDDEN);
    expect(Buffer.from(vault.bytes!.getSecretValue())).toEqual(bytes);
    expect(validateSync(vault)).toEqual([]);
    for (const text of [
      vault.json(),
      JSON.stringify(vault),
      vault.repr(),
      inspect(vault, { depth: null, showHidden: true }),
    ])
      expect(text).not.toContain(HIDDEN);
    expect(vault.json({ includeSecrets: true }).split(HIDDEN)).toHaveLength(4);
    expect(vault.equals(Vault.parse(vaultOf(ours)))).toBe(true);
    expect(Vault.parse(vaultOf(ours)).equals(vault)).toBe(true);
  });

  it('is no text, where a field asks for one', () => {
    class Plain extends theirs.PrefectBaseModel {
      @theirs.Field.secretString() declare plain: ours.SecretString;
    }
    const error = Vault.safeParse(Plain.parse({ plain: HIDDEN })).error!;
    expect(error.issues).toEqual([{ loc: ['plain'], msg: 'str type expected', type: 'type_error.str' }]);
    expect(inspect(error, { depth: null })).not.toContain(HIDDEN);
  });
});
