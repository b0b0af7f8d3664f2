import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { ActionBaseModel, Field, PrefectBaseModel, StateCreate } from '../../src/index.js';
import { expectIssues } from '../support/expect.js';
import { Leaf } from '../support/models.js';

describe('names that are no field', () => {
  it('are left out', () => {
    expect(Object.keys(Leaf.parse({ size: 1, zz: 1, note2: 2 }))).toEqual(['size', 'note']);
  });

  it('are refused where a class forbids them, sorted by code points, behind the faults of fields', () => {
    class Strict extends PrefectBaseModel {
      static override readonly extra = 'forbid';
      @Field.int({ default: 0 }) declare size: number;
    }
    const input = JSON.parse(
      '{"size": "x", "🚀": 1, "ｚ": 2, "ba": 3, "b": 3, "__proto__": 4, "constructor": 5}',
    ) as unknown;
    expectIssues(Strict, input, [
      { loc: ['size'], type: 'type_error.integer' },
      ...['__proto__', 'b', 'ba', 'constructor', 'ｚ', '🚀'].map((name) => ({
        loc: [name],
        msg: 'extra fields not permitted',
        type: 'value_error.extra',
      })),
    ]);
    expect(() => new Strict({ wire: 1 })).toThrow('extra fields not permitted');
    expect(Strict.parse({ size: 2 }).size).toBe(2);
  });
});

describe('ActionBaseModel', () => {
  class Action extends ActionBaseModel {
    @Field.int({ default: 0 }) declare size: number;
    @Field.string({ default: null, ignored: true }) declare hint: string | null;
  }

  it('refuses names that are no field, at its own level only', () => {
    expectIssues(Action, { nope: 1 }, [{ loc: ['nope'], type: 'value_error.extra' }]);
    expect(StateCreate.parse({ type: 'RUNNING', state_details: { nope: 1 } }).type).toBe('RUNNING');
  });

  it('refuses by plainToInstance and validate what parse refuses, also names that every instance has', () => {
    const names = ['stateDetails', 'copy', 'toString', 'constructor', '__proto__', 'json', 'zz'];
    for (const name of names) {
      const wire = JSON.parse(`{"type": "RUNNING", "state_details": {"nope": 1}, "${name}": {}}`) as object;
      expectIssues(StateCreate, wire, [{ loc: [name], type: 'value_error.extra' }]);
      const issues = validateSync(plainToInstance(StateCreate, wire));
      expect(issues.map(({ constraints }) => constraints)).toEqual([{ extra: `${name}: extra fields not permitted` }]);
    }
  });

  it('takes by plainToInstance and validate what parse takes, and what the caller has had left out', () => {
    const wire = { type: 'RUNNING', state_details: { flowRunId: 1 } };
    for (const create of plainToInstance(StateCreate, [wire, wire])) expect(validateSync(create)).toEqual([]);
    const options = { excludeExtraneousValues: true } as const;
    expect(validateSync(plainToInstance(StateCreate, { ...wire, copy: 1 }, options))).toEqual([]);
    expect(validateSync(plainToInstance(Leaf, { size: 1, copy: 2 }))).toEqual([]);
    expect(validateSync(plainToInstance(StateCreate, wire))).toEqual([]);
  });

  it('takes ignored fields and leaves them out of everything it writes', () => {
    const action = Action.parse({ size: 1, hint: 'h' });
    expect(action.hint).toBe('h');
    expect([action.json(), JSON.stringify(action)]).toEqual(['{"size":1}', '{"size":1}']);
    expect(action.dict()).toEqual({ size: 1 });
    expect(action.dict({ include: ['hint'] })).toEqual({});
    expect(action.repr()).toBe('Action(size=1)');
    expect(action.equals(Action.parse({ size: 1, hint: 'other' }))).toBe(true);
  });
});
