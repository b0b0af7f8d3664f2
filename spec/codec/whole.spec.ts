import { codecOf, type CopyOptions } from '../../src/codec/index.js';
import { copyModel } from '../../src/codec/copy/interpreted.js';
import { INVALID } from '../../src/fields/index.js';
import { type PrefectBaseModel, SecretString, State, StateDetails } from '../../src/index.js';
import { recordedStates } from '../support/fixtures.js';
import { Everything, EVERYTHING, Leaf, Tree, Wide } from '../support/models.js';

const MODELS: [string, PrefectBaseModel][] = [
  ['a field of every kind', Everything.parse(EVERYTHING)],
  ['defaults', Everything.parse({ uuid: EVERYTHING.uuid })],
  ['a model that nests itself', Tree.parse({ label: 'a', child: { label: 'b', child: {} } })],
  ['more fields than bits', Wide.parse({ field3: 'x', field39: 'y' })],
  ['a new state', State.scheduled({ data: { secret: new SecretString('s'), leaf: new Leaf({}) } })],
  ...recordedStates('2.20.25').map((wire): [string, State] => ['a recorded state', State.parse(wire)]),
];

/** What a copy holds, and which of its fields are set. */
const shown = (copy: PrefectBaseModel): unknown => [copy.dict({}), copy.dict({ excludeUnset: true })];

const assigned = (): State => Object.assign(State.running(), { message: 'm', name: null, data: undefined });

describe('copyWith(), generated', () => {
  const options: CopyOptions[] = [{}, { update: { nope: undefined } }, { update: {} }];

  it.each(MODELS)('copies %s as copyModel() does', (_what, model) => {
    const { plan, compiled } = codecOf(model.constructor as never);
    const slow = copyModel(plan, model, {}, new Set(), (nested) => (nested as PrefectBaseModel).copy());
    const quick = compiled?.copyWith(model, {}, new Set(), null) ?? INVALID;
    expect(quick === INVALID).toBe(compiled === null);
    if (quick !== INVALID) expect(shown(quick as PrefectBaseModel)).toEqual(shown(slow as PrefectBaseModel));
  });

  it('leaves to copyModel() what it does not take', () => {
    const { compiled } = codecOf(State);
    const asked: CopyOptions[] = [
      ...options.slice(1, 2),
      { include: ['type'] },
      { exclude: ['data'] },
      { deep: true },
      { update: { type: 'NOPE' } },
      { update: { type: null } },
      { update: { id: 'no uuid' } },
      { update: { stateDetails: { flowRunId: 5 } } },
    ];
    for (const each of asked)
      expect(compiled?.copyWith(State.running(), each, new Set(), null) ?? INVALID).toBe(INVALID);
  });

  it('takes over what was assigned by hand, and notes it as set', () => {
    const copy = assigned().copy();
    expect(copy.dict({ excludeUnset: true })).toEqual({
      type: 'RUNNING',
      name: null,
      timestamp: copy.timestamp,
      message: 'm',
      data: null,
    });
  });

  it('refuses a model inside itself as too deep', () => {
    const tree = Tree.parse({});
    tree.child = tree;
    expect(() => tree.copy()).toThrow('value is nested too deep');
  });
});

describe('dict() and ormDict(), whole', () => {
  it.each(MODELS)('write %s as the walk with options does', (_what, model) => {
    expect(model.dict()).toEqual(model.dict({}));
    expect(Object.keys(model.dict())).toEqual(Object.keys(model.dict({})));
    if (model instanceof State) {
      expect(model.ormDict()).toEqual(model.ormDict({}));
      expect(model.ormDict()).not.toHaveProperty('data');
    }
  });

  it('write what was assigned by hand', () => {
    expect(assigned().dict()).toMatchObject({ name: null, data: null, message: 'm' });
    const bare = State.running();
    bare.stateDetails = null as unknown as StateDetails;
    expect(bare.dict().stateDetails).toBeNull();
  });

  it('tell the place of a circle inside a nested model', () => {
    const data: unknown[] = [];
    data.push(data);
    expect(() => Everything.parse({ ...EVERYTHING, anything: data }).dict()).toThrow(/^anything: circular/);
  });
});

describe('equals(), whole', () => {
  it.each(MODELS)('finds %s equal to its copy, and to no other', (_what, model) => {
    const copy = codecOf(model.constructor as never).copyWith(model, {}, new Set()) as PrefectBaseModel;
    expect(model.equals(copy)).toBe(true);
    for (const [name, value] of Object.entries(copy)) {
      if (name === 'id' || value === null) continue;
      expect(model.equals(Object.assign(Object.create(copy as object), copy, { [name]: null }))).toBe(false);
    }
  });

  it('looks into nested models of one class and of another', () => {
    const [left, right] = [State.running(), State.running()];
    right.timestamp = left.timestamp;
    expect(left.equals(right)).toBe(true);
    right.stateDetails = StateDetails.parse({ retriable: true });
    expect(left.equals(right)).toBe(false);
    // an object stands for the fields of a model, as in the reference
    right.stateDetails = { ...left.stateDetails } as StateDetails;
    expect(left.equals(right)).toBe(true);
  });

  it('compares models nested 20,000 deep', () => {
    const chain = (): Tree => {
      let tree = Tree.parse({ id: EVERYTHING.uuid });
      for (let i = 0; i < 20_000; i++) {
        const outer = Tree.parse({ id: EVERYTHING.uuid });
        outer.child = tree;
        tree = outer;
      }
      return tree;
    };
    expect(chain().equals(chain())).toBe(true);
  });
});
