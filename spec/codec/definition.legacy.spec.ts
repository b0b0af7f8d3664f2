/* What only legacy decorators can get wrong: decorators of other libraries, and what the compiler makes of a property. */
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { IsString } from 'class-validator';

import { type DefinitionError, Field, PrefectBaseModel } from '../../src/index.js';
import { faultsOf, thrownBy } from '../support/expect.js';

describe('a legacy decorator', () => {
  it.each([
    [
      'method',
      () => {
        class Wrong extends PrefectBaseModel {
          // @ts-expect-error a method is no plain property
          @Field.int() size(): void {
            // nothing
          }
        }
        return Wrong;
      },
      'size: is no plain property; decorate a property without value, get, set or accessor',
    ],
    [
      'static',
      () => {
        class Wrong extends PrefectBaseModel {
          @Field.int() static size: number;
        }
        return Wrong;
      },
      'size: is static, and fields belong to instances; leave out static',
    ],
    [
      'uncalled',
      () => {
        class Wrong extends PrefectBaseModel {
          // @ts-expect-error it is not called
          @Field.int declare size: number;
        }
        return Wrong;
      },
      "size: write '@Field.int(...)', with its parentheses",
    ],
  ])('refuses the wrong place: %s', (_name, make, fault) => {
    const error = thrownBy(make) as DefinitionError;
    expect([error.model, ...error.faults]).toEqual(['Wrong', fault]);
  });

  it('names properties that other libraries decorate and @Field does not', () => {
    class Wrong extends PrefectBaseModel {
      @IsString() declare validated: string;
      @Type(() => Date) declare transformed: Date;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'validated: has decorators of class-validator or class-transformer, but no @Field',
      'transformed: has decorators of class-validator or class-transformer, but no @Field',
    ]);
  });

  it('names decorators that would make class-transformer read or write another wire', () => {
    class Wrong extends PrefectBaseModel {
      @Exclude() @Field.int({ default: 0 }) declare left: number;
      @Expose({ name: 'other' }) @Field.int({ default: 0 }) declare named: number;
      @Transform(({ value }) => value as unknown) @Field.int({ default: 0 }) declare changed: number;
      @Type(() => Number) @Field.int({ default: 0 }) declare typed: number;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      'left: @Exclude does not reach json(); mark the field { ignored: true } and give the class dropsIgnored',
      "named: @Expose names it 'other', its field 'named'; give the name to Field",
      'changed: @Transform does not reach parse() and json(); give Field.of a kind that reads and writes the value',
      'typed: @Type does not reach parse(); use Field.nested',
    ]);
  });

  it('names a field that the tool chain sets undefined, and both ways out', () => {
    class Wrong extends PrefectBaseModel {
      // what useDefineForClassFields makes of a property without `declare`
      @Field.int({ default: 0 }) size: unknown = undefined;
    }
    expect(faultsOf(() => Wrong.parse({}))).toEqual([
      "size: the class sets it on every new instance, over what was read; write 'declare size' without a value, or switch experimentalDecorators off",
    ]);
  });
});
