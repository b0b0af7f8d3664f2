/* The same classes by legacy and by standard decorators: every claim is held for both. */
import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { PrefectBaseModel, State, StateType } from '../../src/index.js';
import { expectIssues } from '../support/expect.js';
import * as legacy from '../support/inherited.legacy.js';
import * as standard from '../support/inherited.standard.js';

const UUID = '123e4567-e89b-12d3-a456-426614174000';
const WIRE = { id: UUID, timestamp: '2024-01-01T00:00:00Z', type: 'RUNNING', state_details: {} };
const OWN = ['owner', 'watchers', 'leaf', 'label'];

describe.each([
  ['legacy', legacy],
  ['standard', standard],
])('@Field as a %s decorator', (_form, { Holder, marked, misruled, Owned, Ruled, Strict }) => {
  it('makes fields behind the inherited ones', () => {
    const wire = { ...WIRE, owner: 'me', watchers: [UUID], leaf: { size: 2 } };
    const state = Owned.parse(wire);
    expect(state).toMatchObject({ owner: 'me', watchers: [UUID], leaf: { size: 2, note: null } });
    const names = [...Object.keys(State.parse(WIRE)), ...OWN];
    expect(Object.keys(state)).toEqual(names);
    expect(Object.keys(new Owned({ type: 'RUNNING', owner: 'me' }))).toEqual(names);
    expect(Object.keys(state.copy())).toEqual(names);
    expect(Owned.parseJson(state.json()).equals(state)).toBe(true);
  });

  it('keeps what the constructor filled', () => {
    expect(new Owned({ type: StateType.RUNNING, owner: 'me' }).dict()).toMatchObject({
      owner: 'me',
      watchers: [],
      leaf: null,
      label: 'me',
    });
    expect(Owned.completed({ owner: 'you' }).owner).toBe('you');
  });

  it('remembers what was given', () => {
    const state = Owned.parse({ type: 'RUNNING', owner: 'me' });
    expect(state.dict({ excludeUnset: true })).toEqual({ type: 'RUNNING', owner: 'me' });
  });

  it('redefines a field at its old place, derived as before', () => {
    expect(Object.keys(Strict.parse({ ...WIRE, owner: 'me' })).slice(-5)).toEqual([...OWN, 'size']);
    expect(Strict.parse({ ...WIRE, owner: 'me' }).label).toBe('me');
    expectIssues(Strict, { ...WIRE, label: 'longer' }, [
      { loc: ['owner'], type: 'value_error.missing' },
      { loc: ['label'], type: 'value_error.any_str.max_length' },
    ]);
    expect(Owned.parse({ ...WIRE, label: 'longer' }).label).toBe('longer');
  });

  it('adds a field by a mixin', () => {
    const [First, Other] = [marked(Owned), marked(Strict as never)];
    expect(First.parse({ type: 'RUNNING', owner: 'me', mark: '3' })).toMatchObject({ owner: 'me', mark: 3 });
    expect(Object.keys(Other.parse({ ...WIRE, owner: 'me' })).slice(-2)).toEqual(['size', 'mark']);
  });

  it.each([{}, { excludeExtraneousValues: true }])('is known to a first plainToInstance() with %j', (options) => {
    const Fresh = marked(Owned);
    const wire = { ...WIRE, owner: 'me', label: 'mine', mark: 5 };
    for (let use = 0; use < 2; use++) {
      const made = plainToInstance(Fresh, wire, options);
      expect(Object.keys(made)).toHaveLength(12);
      expect(made.equals(Fresh.parse(wire))).toBe(true);
      expect(instanceToPlain(made)).toEqual(JSON.parse(made.json()));
    }
    expect(plainToInstance(marked(Owned), WIRE, options)).toMatchObject({ owner: 'nobody', mark: 1 });
  });

  it('is known to a first validate()', () => {
    const Fresh = marked(Owned);
    const made = Object.assign(Reflect.construct(Fresh, []) as object, Owned.parse(WIRE), { mark: 'x', owner: null });
    expect(
      validateSync(made)
        .map(({ property }) => property)
        .sort(),
    ).toEqual(['mark', 'owner']);
  });

  it('takes rules of class-validator, which run after the fields were read', () => {
    expect(Ruled.parse({ short_name: 'abc', size: '5' }).size).toBe(5);
    const long = { loc: ['short_name'], msg: 'shortName must be shorter than or equal to 3 characters' };
    expectIssues(Ruled, { short_name: 'abcd', size: -1 }, [
      { ...long, type: 'value_error.maxLength' },
      { loc: ['size'], type: 'value_error.isPositive' },
    ]);
    expect(() => new Ruled({ size: -1 })).toThrow('size must be a positive number');
    expectIssues(Ruled, { short_name: 'abcd', size: 'x' }, [{ loc: ['size'], type: 'type_error.integer' }]);
    expectIssues(Holder, { ruled: { size: 0 } }, [{ loc: ['ruled', 'size'], type: 'value_error.isPositive' }]);
    expect(validateSync(plainToInstance(Ruled, { size: -1 })).map(({ property }) => property)).toEqual(['size']);
  });

  it('refuses a rule that is not called', () => {
    expect(() => (misruled() as unknown as typeof Ruled).parse({ name: 'x' })).toThrow(
      'name: a rule is no decorator; write it called, as MinLength(3)',
    );
  });

  it('leaves the parent as it was', () => {
    expect(State.parse({ ...WIRE, owner: 'me' })).not.toHaveProperty('owner');
    expect(Object.keys(State.jsonSchema().properties as object)).not.toContain('owner');
    expect(Owned.prototype).toBeInstanceOf(PrefectBaseModel);
  });
});

it('gives both forms the same JSON Schema', () => {
  expect(standard.Strict.jsonSchema()).toEqual(legacy.Strict.jsonSchema());
});
