import { IsOptional, IsPositive, MaxLength, ValidateNested } from 'class-validator';

import { Field, isCompiled, types, PrefectBaseModel, sourceOf, State, type StateFields } from '../../src/index.js';
import { expectIssues } from '../support/expect.js';
import { Everything, EVERYTHING, Leaf } from '../support/models.js';

class Owned extends State {
  @Field.string({ default: 'nobody' }) declare owner: string;
  @Field.list(types.uuid, { default: () => [] }) declare watchers: string[];
  @Field.nested(() => Leaf, { default: null }) declare leaf: Leaf | null;

  constructor(fields: StateFields & { readonly owner?: string }) {
    super(fields);
  }
}

describe('a field that says where it stands', () => {
  class Base extends PrefectBaseModel {
    @Field.int({ default: 1 }) declare first: number;
    @Field.int({ default: 2 }) declare second: number;
  }
  class Extended extends Base {
    @Field.int({ default: 3, after: 'first' }) declare third: number;
    @Field.int({ default: 4, after: 'third' }) declare fourth: number;
  }

  it('stands behind the field that it names, also one of a class that it extends', () => {
    expect(Extended.parse({}).json()).toBe('{"first":1,"third":3,"fourth":4,"second":2}');
    expect(Object.keys(Extended.parse({}).dict())).toEqual(['first', 'third', 'fourth', 'second']);
  });

  it('stands there as well where it is declared again', () => {
    class Again extends Extended {
      @Field.int({ default: 5 }) declare third: number;
    }
    expect(Again.parse({}).json()).toBe('{"first":1,"third":5,"fourth":4,"second":2}');
  });
});

describe('a subclass with fields of its own', () => {
  it('reads and writes them behind the inherited ones', () => {
    const state = Owned.parse({ type: 'RUNNING', owner: 'me', leaf: { size: 2 } });
    expect(Object.keys(state.toJSON()).slice(-4)).toEqual(['state_details', 'owner', 'watchers', 'leaf']);
    expect(Owned.parseJson(state.json()).equals(state)).toBe(true);
  });

  it('leaves its parent as it was', () => {
    expect(State.parse({ type: 'RUNNING', owner: 'me' })).not.toHaveProperty('owner');
    if (isCompiled(State)) expect(sourceOf(State)).not.toContain('owner');
  });

  it('reports their faults behind the inherited ones', () => {
    expectIssues(Owned, { type: 'x', watchers: ['q'] }, [{ loc: ['type'] }, { loc: ['watchers', 0] }]);
  });

  it('can add a field of every kind', () => {
    class More extends Everything {
      @Field.list(types.list(types.float()), { default: null }) declare matrix: number[][] | null;
    }
    const more = More.parse({ ...EVERYTHING, matrix: [[1, 2.5]] });
    expect(more.json()).toContain('"matrix":[[1.0,2.5]]');
    expect(More.parseJson(more.json({ includeSecrets: true })).equals(more)).toBe(true);
  });
});

describe('a subclass that redefines a field', () => {
  class Strict extends Leaf {
    @Field.string() declare note: string;
    @Field.int({ minimum: 1 }) declare size: number;
  }

  it('keeps the place of the field and changes its rule', () => {
    expect(Object.keys(Strict.parse({ size: 1, note: 'n' }))).toEqual(['size', 'note']);
    expectIssues(Strict, { size: 0 }, [
      { loc: ['size'], type: 'value_error.number.not_ge' },
      { loc: ['note'], type: 'value_error.missing' },
    ]);
  });

  it('leaves its parent as it was', () => {
    expect(Leaf.parse({ size: 0 })).toMatchObject({ size: 0, note: null });
  });
});

describe('class-validator rules beside a @Field', () => {
  class Ruled extends PrefectBaseModel {
    @IsOptional()
    @MaxLength(3)
    @Field.string({ default: null })
    declare shortName: string | null;

    @IsPositive()
    @Field.int({ default: 1 })
    declare size: number;
  }

  class Holder extends PrefectBaseModel {
    @ValidateNested()
    @Field.nested(() => Ruled, { default: null })
    declare ruled: Ruled | null;
  }

  it('run after the fields were read', () => {
    expect(Ruled.parse({ short_name: 'abc', size: '5' }).size).toBe(5);
    expectIssues(Ruled, { short_name: 'abcd', size: -1 }, [
      {
        loc: ['short_name'],
        msg: 'shortName must be shorter than or equal to 3 characters',
        type: 'value_error.maxLength',
      },
      { loc: ['size'], msg: 'size must be a positive number', type: 'value_error.isPositive' },
    ]);
  });

  it('run in the constructor too, and are not asked before the fields are right', () => {
    expect(() => new Ruled({ size: -1 })).toThrow('size must be a positive number');
    expectIssues(Ruled, { short_name: 'abcd', size: 'x' }, [{ loc: ['size'], type: 'type_error.integer' }]);
  });

  it('run in nested models', () => {
    expectIssues(Holder, { ruled: { size: 0 } }, [{ loc: ['ruled', 'size'], type: 'value_error.isPositive' }]);
    expect(Holder.parse({ ruled: { size: 1 } }).ruled?.size).toBe(1);
  });
});
