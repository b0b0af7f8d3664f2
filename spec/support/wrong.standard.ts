/* Classes that standard decorators refuse, each made when it is called for. */
import { Field, PrefectBaseModel, State } from 'prefect-states';

const SIZE = Symbol('size');

/** Makes each of them. */
export const WRONG: Readonly<Record<string, () => unknown>> = {
  accessor: () => {
    class Wrong extends PrefectBaseModel {
      // @ts-expect-error an accessor is no plain property
      @Field.int() accessor size!: number;
    }
    return Wrong;
  },
  method: () => {
    class Wrong extends PrefectBaseModel {
      // @ts-expect-error a method is no plain property
      @Field.int() size(): void {
        // nothing
      }
    }
    return Wrong;
  },
  static: () => {
    class Wrong extends PrefectBaseModel {
      @Field.int() static size: number;
    }
    return Wrong;
  },
  symbol: () => {
    class Wrong extends PrefectBaseModel {
      // @ts-expect-error JSON has no symbols
      @Field.int() [SIZE]!: number;
    }
    return Wrong;
  },
  uncalled: () => {
    class Wrong extends PrefectBaseModel {
      // @ts-expect-error it is not called
      @Field.int size!: number;
    }
    return Wrong;
  },
};

/** Gives a field a value of its own. */
export class Valued extends State {
  @Field.string({ default: 'nobody' }) owner = 'x';
}

/** Has a type that does not take what its fields hold. */
export class Mistyped extends PrefectBaseModel {
  // @ts-expect-error it may be null
  @Field.string({ default: null }) note!: string;
  // @ts-expect-error it holds a text
  @Field.string({ default: 'x' }) size!: number;
  // @ts-expect-error it holds any number
  @Field.int({ default: 1 }) few!: 1 | 2;
  @Field.string({ default: 'x' }) wider!: string | number;
}
