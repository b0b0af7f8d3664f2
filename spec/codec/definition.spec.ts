import { Expose } from 'class-transformer';
import { type DateTime } from 'luxon';

import { DefinitionError, Field, isCompiled, type Kind, types, PrefectBaseModel } from '../../src/index.js';
import { faultsOf } from '../support/expect.js';
import { Leaf } from '../support/models.js';

describe('a wrong definition, refused at first use', () => {
  it('names a kind that is none', () => {
    class Wrong extends PrefectBaseModel {
      @Field.of(undefined as unknown as Kind)
      declare id: unknown;
    }
    expect(() => Wrong.parse({})).toThrow('id: its kind is not known; use one of Field.* or Field.of(kind)');
  });

  it('names a field that would hide a method', () => {
    class Wrong extends PrefectBaseModel {
      // @ts-expect-error the compiler sees it too
      @Field.int({ default: 0 }) declare json: never;
      // @ts-expect-error the compiler sees it too
      @Field.int({ default: 0 }) declare hasOwnProperty: never;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      "json: hides what every instance has by this name; name the property otherwise and give Field { name: 'json' }",
      "hasOwnProperty: hides what every instance has by this name; name the property otherwise and give Field { name: 'has_own_property' }",
    ]);
  });

  it('names two fields with one wire name', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 0 }) declare flowRunId: number;
      @Field.int({ default: 0, name: 'flow_run_id' }) declare other: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual(["other: has the wire name 'flow_run_id' of flowRunId"]);
  });

  it('names a place behind what is no field', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 0, after: 'nothing' }) declare size: number;
      @Field.int({ default: 0, after: 'depth' }) declare depth: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      "size: is to stand after 'nothing', which is no other field",
      "depth: is to stand after 'depth', which is no other field",
    ]);
  });

  it('names a default of another kind, and one that would be shared', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 'x' as unknown as number }) declare size: number;
      @Field.list(types.string(), { default: [] }) declare tags: string[];
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'size: its default is not a value of its kind (int)',
      'tags: a default that is an object would be shared; give a function that makes it',
    ]);
  });

  it('names a nested class that is no model', () => {
    class Wrong extends PrefectBaseModel {
      @Field.nested(() => undefined as never) declare child: object;
      @Field.list(types.nested(() => Date as never)) declare dates: object[];
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual(
      ['child', 'dates'].map(
        (name) => `${name}: nests what is no model (two files that import each other see undefined here)`,
      ),
    );
  });

  it('names a field that is derived from one behind it', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 0, derived: { from: ['later'], by: (value: number) => value } }) declare early: number;
      @Field.int({ default: 0 }) declare later: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual(["early: is derived from 'later', which is not a field before it"]);
  });

  it('names a field that is derived when one holds a value of which it is not derived', () => {
    const by = (value: number): number => value;
    class Wrong extends PrefectBaseModel {
      @Field.bool({ default: false }) declare isEarly: boolean;
      @Field.bool({ default: false }) declare isLate: boolean;
      @Field.int({ default: 0, derived: { from: ['isEarly'], when: { isEarly: true }, by } }) declare right: number;
      @Field.int({ default: 0, derived: { from: ['isEarly'], when: { isLate: true }, by } }) declare wrong: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual(["wrong: is derived when 'isLate', of which it is not derived"]);
  });

  it('leaves a getter alone that is exposed to instanceToPlain', () => {
    class Fine extends PrefectBaseModel {
      @Expose()
      get shown(): string {
        return 'x';
      }
    }
    expect(() => Fine.parse({})).not.toThrow();
  });

  it('refuses a class that is no model', () => {
    class Plain {
      declare a: string;
    }
    expect(() => isCompiled(Plain as never)).toThrow(
      'Plain is not a model:\n- class: does not extend PrefectBaseModel',
    );
  });

  it('names a field that its own initialiser would overwrite', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 0 }) size = 5;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'size: the class sets it on every new instance, over what was read; give Field a default, and the property no value',
    ]);
  });

  it('names a constructor that needs arguments', () => {
    class Wrong extends PrefectBaseModel {
      constructor(fields: { size: number }) {
        super(undefined);
        if (fields.size > 1) throw new Error('large');
      }
    }
    expect(faultsOf(() => Wrong.parse({}))[0]).toMatch(/^constructor: must work without arguments.*TypeError/);
  });

  it('names a default made by a function that its own field refuses', () => {
    class Wrong extends PrefectBaseModel {
      @Field.list(types.int(), { minItems: 1, default: () => [] }) declare few: number[];
      @Field.int({ minimum: 1, default: () => 0 }) declare small: number;
      @Field.int({ default: () => 3, check: () => ({ msg: 'is odd', type: 'value_error' }) }) declare odd: number;
      @Field.int({ default: (() => undefined) as never }) declare none: number;
      @Field.dateTime({ default: (() => new Date(0)) as never }) declare date: DateTime;
      @Field.nested(() => Leaf, { default: (() => ({})) as never }) declare leaf: Leaf;
      @Field.list(types.int(), { nullable: true, default: () => null }) declare fine: number[] | null;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'few: its default is not a value of its kind (list)',
      'small: its default is not a value of its kind (int)',
      'odd: its default is refused by its own check (is odd)',
      'none: its default is not a value of its kind (int)',
      'date: its default is not a value of its kind (dateTime)',
      'leaf: its default is not a value of its kind (nested)',
    ]);
    for (let use = 0; use < 2; use++) expect(() => new Wrong({})).toThrow(DefinitionError);
  });

  it('names a constant default that its own check refuses', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 3, check: () => ({ msg: 'is odd', type: 'value_error' }) }) declare odd: number;
      @Field.int({ default: null, check: () => ({ msg: 'is odd', type: 'value_error' }) }) declare fine: number | null;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual(['odd: its default is refused by its own check (is odd)']);
  });

  it('names a null made for a field that takes none', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: (() => null) as never }) declare none: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'none: its default is null, which it does not take unless it is nullable',
    ]);
  });

  it('takes a default that makes an instance of the class itself', () => {
    class Node extends PrefectBaseModel {
      @Field.nested(() => Node, { nullable: true, default: () => new Node({ next: null }) })
      declare next: Node | null;
    }
    expect(new Node({}).toJSON()).toEqual({ next: { next: null } });
  });

  it('does not judge a default that cannot be made yet', () => {
    let context: number | null = null;
    class Late extends PrefectBaseModel {
      @Field.int({
        default: () => {
          if (context === null) throw new Error('no context');
          return context;
        },
      })
      declare size: number;
    }
    expect(isCompiled(Late)).toBe(isCompiled(Leaf));
    context = 4;
    expect(new Late({}).size).toBe(4);
  });

  it('tells all faults in one message, and the same at every use', () => {
    class Wrong extends PrefectBaseModel {
      @Field.int({ default: 'x' as unknown as number }) declare a: number;
      @Field.int({ name: 'a', default: 0 }) declare b: number;
    }
    for (let use = 0; use < 2; use++) {
      expect(() => Wrong.parse({})).toThrow(
        "Wrong is not a model:\n- b: has the wire name 'a' of a\n- a: its default is not a value of its kind (int)",
      );
    }
  });
});
