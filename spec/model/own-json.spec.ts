import { type Defaulted, Field, types, PrefectBaseModel, SecretString, State, StateDetails } from '../../src/index.js';

class Labelled extends State {
  override toJSON(): never {
    return { ...super.toJSON(), label: 'mine' } as never;
  }
}
const labelled = Labelled.running();
const mine = labelled.toJSON() as object;

class MaskedDetails extends StateDetails {
  override toJSON(): never {
    return { masked: true } as never;
  }
}
class MaskedState extends State {
  @Field.nested(() => MaskedDetails, { default: () => new MaskedDetails({}) })
  declare stateDetails: Defaulted<MaskedDetails>;
}
class Holder extends PrefectBaseModel {
  @Field.list(types.nested(() => State)) declare states: State[];
  @Field.json({ default: null }) declare data: unknown;
}

describe('a model with a toJSON of its own', () => {
  it('is written as that says wherever it stands in data', () => {
    const state = State.running({ data: [labelled, { a: new Map([['b', labelled]]) }] });
    const data = [mine, { a: { b: mine } }];
    expect(JSON.parse(state.json())).toMatchObject({ data });
    expect(JSON.parse(state.json({ exclude: ['name'] }))).toMatchObject({ data });
    expect(JSON.parse(JSON.stringify(state))).toMatchObject({ data });
    expect(state.dict({ jsonCompatible: true })).toMatchObject({ data });
  });

  it('is written by its fields where some of them are selected', () => {
    const state = State.running({ data: { labelled } });
    const { data } = state.dict({ jsonCompatible: true, include: { data: { labelled: ['type'] } } });
    expect(data).toEqual({ labelled: { type: 'RUNNING' } });
  });

  it('is the wire in a field, which holds its class, and in json() of itself', () => {
    const wire = State.parse(labelled).json();
    expect(labelled.json()).toBe(wire);
    const holder = new Holder({ states: [labelled] });
    const state = MaskedState.running();
    for (const text of [holder.json(), holder.json({ exclude: ['data'] }), JSON.stringify(holder)])
      expect(JSON.parse(text)).toMatchObject({ states: [JSON.parse(wire)] });
    for (const text of [state.json(), state.json({ exclude: ['name'] }), JSON.stringify(state)])
      expect(JSON.parse(text)).toMatchObject({ state_details: { pause_key: null } });
    expect(JSON.parse(JSON.stringify(holder))).not.toHaveProperty('states.0.label');
  });

  it('may be so for one instance', () => {
    const one = Object.assign(State.running(), { toJSON: () => 'one' });
    expect(JSON.parse(State.running({ data: [one] }).json())).toMatchObject({ data: ['one'] });
  });
});

describe('a model without one', () => {
  it('reveals its secrets inside data when it is told to', () => {
    class Login extends PrefectBaseModel {
      @Field.secretString() declare password: SecretString;
    }
    const state = State.running({ data: new Login({ password: new SecretString('pw') }) });
    expect(state.json({ includeSecrets: true })).toContain('"password":"pw"');
    expect(state.json()).not.toContain('"pw"');
  });
});
