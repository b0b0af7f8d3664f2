/* The twin of inherited.standard.ts: the same classes by legacy decorators. */
import { IsOptional, IsPositive, MaxLength, ValidateNested } from 'class-validator';

import { type Defaulted, Field, types, PrefectBaseModel, State } from '../../src/index.js';

/** A model to nest. */
export class Leaf extends PrefectBaseModel<Leaf> {
  @Field.int({ default: 0 }) declare size: number;
  @Field.string({ default: null }) declare note: string | null;
}

/** A state with fields of its own. */
export class Owned extends State<Owned> {
  @Field.string({ default: 'nobody' }) declare owner: Defaulted<string>;
  @Field.list(types.uuid, { default: () => [] }) declare watchers: Defaulted<string[]>;
  @Field.nested(() => Leaf, { default: null }) declare leaf: Leaf | null;
  @Field.string({ default: '', derived: { from: ['owner'], by: (label: string, owner: string) => label || owner } })
  declare label: Defaulted<string>;
}

/** One that adds a field and redefines two. */
export class Strict extends Owned {
  @Field.string() declare owner: string;
  @Field.int({ default: 0 }) declare size: number;
  @Field.string({ default: '', maxLength: 5 }) declare label: string;
}

/** Fields with rules of class-validator. */
export class Ruled extends PrefectBaseModel {
  @Field.string({ default: null, rules: [IsOptional(), MaxLength(3)] }) declare shortName: string | null;
  @Field.int({ default: 1, rules: [IsPositive()] }) declare size: number;
}

/** Nests them. */
export class Holder extends PrefectBaseModel {
  @Field.nested(() => Ruled, { default: null, rules: [ValidateNested()] }) declare ruled: Ruled | null;
}

/** Makes a class with a rule that is not called. */
export function misruled(): typeof PrefectBaseModel {
  class Misruled extends PrefectBaseModel {
    // @ts-expect-error it is not called
    @Field.string({ rules: [MaxLength] }) declare name: string;
  }
  return Misruled;
}

/** A mixin: makes a class at each call. */
export function marked(Base: typeof Owned): typeof Owned {
  class Marked extends Base {
    @Field.int({ default: 1 }) declare mark: number;
  }
  return Marked;
}
