import { Field, type Kind, types, PrefectBaseModel, SecretString, State } from '../../src/index.js';
import { Everything, EVERYTHING, Leaf, Tree } from '../support/models.js';

describe('json()', () => {
  it('writes every field by its wire name, in order', () => {
    const written = JSON.parse(Everything.parse(EVERYTHING).json()) as object;
    expect(written).toEqual({ ...EVERYTHING, secret_string: '**********', secret_bytes: '**********' });
    expect(Object.keys(written)).toEqual(Object.keys(EVERYTHING));
  });

  it('is what JSON.stringify writes', () => {
    const model = Everything.parse(EVERYTHING);
    expect(JSON.parse(JSON.stringify(model))).toEqual(JSON.parse(model.json()));
  });

  it('reads back as an equal model', () => {
    const model = Everything.parse(EVERYTHING);
    expect(Everything.parseJson(model.json({ includeSecrets: true })).equals(model)).toBe(true);
  });

  it('writes a nested instance of a subclass by its own class', () => {
    const tree = new Tree({ child: new Tree({ label: '"' }) });
    expect(JSON.parse(tree.json())).toMatchObject({ label: '', child: { label: '"', child: null } });
  });

  it('stays JSON when a field was assigned another value by hand', () => {
    const state = State.running();
    Object.assign(state, {
      id: 'x","hacked":"',
      name: 5,
      timestamp: new Date(0),
      type: undefined,
      stateDetails: { a: 1 },
    });
    expect(JSON.parse(state.json())).toMatchObject({
      id: 'x","hacked":"',
      name: 5,
      timestamp: '1970-01-01T00:00:00.000Z',
      type: null,
      state_details: { a: 1 },
    });
    expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(state.json()));
  });

  it('writes microseconds, and the offset as it came', () => {
    const timestamp = '2024-02-29T12:30:45.000001+05:30';
    expect(State.parse({ type: 'RUNNING', timestamp }).json()).toContain(`"timestamp":"${timestamp}"`);
  });

  it('refuses data that JSON cannot hold, with its place', () => {
    expect(() => State.completed({ data: { big: [1n] } }).json()).toThrow(
      'data.big[0]: a bigint cannot be written as JSON',
    );
    expect(() => JSON.stringify(State.failed({ data: new Error('e') }))).toThrow(
      'data: an error (Error) cannot be written',
    );
  });

  it('writes models, dates and secrets wherever they stand in data', () => {
    const inner = State.completed({ data: { key: new SecretString('s') } });
    const written = JSON.parse(State.completed({ data: [inner, { leaf: new Leaf({}) }] }).json()) as {
      data: unknown[];
    };
    expect(written.data).toEqual([JSON.parse(inner.json()), { leaf: { size: 0, note: null } }]);
    expect(JSON.stringify(written)).not.toContain('"s"');
  });
});

describe("json() of a kind of one's own", () => {
  it('asks the kind for the text of its default too', () => {
    const words: Kind<boolean> = { ...types.bool, name: 'words', text: (value) => (value ? '"yes"' : '"no"') };
    class Answers extends PrefectBaseModel {
      @Field.of(words, { default: false }) declare first: boolean;
      @Field.of(words, { default: false }) declare second: boolean;
    }
    expect(Answers.parse({}).json()).toBe('{"first":"no","second":"no"}');
    expect(Answers.parse({ second: true }).json()).toBe('{"first":"no","second":"yes"}');
  });
});
