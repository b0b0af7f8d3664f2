/* What TypeScript knows of the properties of fields. The checks are made by `npm run types`; running them proves that they are true. */
import { type DateTime } from 'luxon';

import { Field, type FieldOptions, types, PrefectBaseModel, StateDetails } from '../../../src/index.js';
import { type SecretBytes, type SecretString } from '../../../src/index.js';

const SIDES = { left: 'left', right: 'right' } as const;
type Side = keyof typeof SIDES;
interface Point {
  readonly x: number;
}
const KEPT = { from: [], by: <T>(value: T): T => value };
const MADE = { from: [], by: <T>(value: T | null): T => value ?? ('made' as T) };

class DefaultNull extends PrefectBaseModel {
  // @ts-expect-error it may be null
  @Field.uuid({ default: null }) declare uuid: string;
  // @ts-expect-error it may be null
  @Field.string({ default: null }) declare string: string;
  // @ts-expect-error it may be null
  @Field.bool({ default: null }) declare bool: boolean;
  // @ts-expect-error it may be null
  @Field.int({ default: null }) declare int: number;
  // @ts-expect-error it may be null
  @Field.float({ default: null }) declare float: number;
  // @ts-expect-error it may be null
  @Field.dateTime({ default: null }) declare dateTime: DateTime;
  // @ts-expect-error it may be null
  @Field.enum(SIDES, { default: null }) declare enum: Side;
  // @ts-expect-error it may be null
  @Field.json<Point>({ default: null }) declare point: Point;
  // @ts-expect-error it may be null
  @Field.list(types.string(), { default: null }) declare list: string[];
  // @ts-expect-error it may be null
  @Field.record(types.int(), { default: null }) declare record: Record<string, number>;
  // @ts-expect-error it may be null
  @Field.nested(() => StateDetails, { default: null }) declare nested: StateDetails;
  // @ts-expect-error it may be null
  @Field.bytes({ default: null }) declare bytes: Uint8Array;
  // @ts-expect-error it may be null
  @Field.secretString({ default: null }) declare secretString: SecretString;
  // @ts-expect-error it may be null
  @Field.secretBytes({ default: null }) declare secretBytes: SecretBytes;
  // @ts-expect-error it may be null
  @Field.of(types.int(), { default: null }) declare ofKind: number;
}

class DefaultNullFits extends PrefectBaseModel {
  @Field.uuid({ default: null }) declare uuid: string | null;
  @Field.string({ default: null }) declare string: string | null;
  @Field.bool({ default: null }) declare bool: boolean | null;
  @Field.int({ default: null }) declare int: number | null;
  @Field.float({ default: null }) declare float: number | null;
  @Field.dateTime({ default: null }) declare dateTime: DateTime | null;
  @Field.enum(SIDES, { default: null }) declare enum: Side | null;
  @Field.json<Point>({ default: null }) declare point: Point | null;
  @Field.list(types.string(), { default: null }) declare list: string[] | null;
  @Field.record(types.int(), { default: null }) declare record: Record<string, number> | null;
  @Field.nested(() => StateDetails, { default: null }) declare nested: StateDetails | null;
  @Field.bytes({ default: null }) declare bytes: Uint8Array | null;
  @Field.secretString({ default: null }) declare secretString: SecretString | null;
  @Field.secretBytes({ default: null }) declare secretBytes: SecretBytes | null;
  @Field.of(types.int(), { default: null }) declare ofKind: number | null;
}

class MadeNull extends PrefectBaseModel {
  // @ts-expect-error it may be null
  @Field.uuid({ default: () => null }) declare uuid: string;
  // @ts-expect-error it may be null
  @Field.string({ default: () => null }) declare string: string;
  // @ts-expect-error it may be null
  @Field.bool({ default: () => null }) declare bool: boolean;
  // @ts-expect-error it may be null
  @Field.int({ default: () => null }) declare int: number;
  // @ts-expect-error it may be null
  @Field.float({ default: () => null }) declare float: number;
  // @ts-expect-error it may be null
  @Field.dateTime({ default: () => null }) declare dateTime: DateTime;
  // @ts-expect-error it may be null
  @Field.enum(SIDES, { default: () => null }) declare enum: Side;
  // @ts-expect-error it may be null
  @Field.json<Point>({ default: () => null }) declare point: Point;
  // @ts-expect-error it may be null
  @Field.list(types.string(), { default: () => null }) declare list: string[];
  // @ts-expect-error it may be null
  @Field.record(types.int(), { default: () => null }) declare record: Record<string, number>;
  // @ts-expect-error it may be null
  @Field.nested(() => StateDetails, { default: () => null }) declare nested: StateDetails;
  // @ts-expect-error it may be null
  @Field.bytes({ default: () => null }) declare bytes: Uint8Array;
  // @ts-expect-error it may be null
  @Field.secretString({ default: () => null }) declare secretString: SecretString;
  // @ts-expect-error it may be null
  @Field.secretBytes({ default: () => null }) declare secretBytes: SecretBytes;
  // @ts-expect-error it may be null
  @Field.of(types.int(), { default: () => null }) declare ofKind: number;
}

class MadeNullFits extends PrefectBaseModel {
  @Field.uuid({ default: () => null }) declare uuid: string | null;
  @Field.string({ default: () => null }) declare string: string | null;
  @Field.bool({ default: () => null }) declare bool: boolean | null;
  @Field.int({ default: () => null }) declare int: number | null;
  @Field.float({ default: () => null }) declare float: number | null;
  @Field.dateTime({ default: () => null }) declare dateTime: DateTime | null;
  @Field.enum(SIDES, { default: () => null }) declare enum: Side | null;
  @Field.json<Point>({ default: () => null }) declare point: Point | null;
  @Field.list(types.string(), { default: () => null }) declare list: string[] | null;
  @Field.record(types.int(), { default: () => null }) declare record: Record<string, number> | null;
  @Field.nested(() => StateDetails, { default: () => null }) declare nested: StateDetails | null;
  @Field.bytes({ default: () => null }) declare bytes: Uint8Array | null;
  @Field.secretString({ default: () => null }) declare secretString: SecretString | null;
  @Field.secretBytes({ default: () => null }) declare secretBytes: SecretBytes | null;
  @Field.of(types.int(), { default: () => null }) declare ofKind: number | null;
}

class Nullable extends PrefectBaseModel {
  // @ts-expect-error it may be null
  @Field.uuid({ nullable: true }) declare uuid: string;
  // @ts-expect-error it may be null
  @Field.string({ nullable: true }) declare string: string;
  // @ts-expect-error it may be null
  @Field.bool({ nullable: true }) declare bool: boolean;
  // @ts-expect-error it may be null
  @Field.int({ nullable: true }) declare int: number;
  // @ts-expect-error it may be null
  @Field.float({ nullable: true }) declare float: number;
  // @ts-expect-error it may be null
  @Field.dateTime({ nullable: true }) declare dateTime: DateTime;
  // @ts-expect-error it may be null
  @Field.enum(SIDES, { nullable: true }) declare enum: Side;
  // @ts-expect-error it may be null
  @Field.json<Point>({ nullable: true }) declare point: Point;
  // @ts-expect-error it may be null
  @Field.list(types.string(), { nullable: true }) declare list: string[];
  // @ts-expect-error it may be null
  @Field.record(types.int(), { nullable: true }) declare record: Record<string, number>;
  // @ts-expect-error it may be null
  @Field.nested(() => StateDetails, { nullable: true }) declare nested: StateDetails;
  // @ts-expect-error it may be null
  @Field.bytes({ nullable: true }) declare bytes: Uint8Array;
  // @ts-expect-error it may be null
  @Field.secretString({ nullable: true }) declare secretString: SecretString;
  // @ts-expect-error it may be null
  @Field.secretBytes({ nullable: true }) declare secretBytes: SecretBytes;
  // @ts-expect-error it may be null
  @Field.of(types.int(), { nullable: true }) declare ofKind: number;
}

class NullableFits extends PrefectBaseModel {
  @Field.uuid({ nullable: true }) declare uuid: string | null;
  @Field.string({ nullable: true }) declare string: string | null;
  @Field.bool({ nullable: true }) declare bool: boolean | null;
  @Field.int({ nullable: true }) declare int: number | null;
  @Field.float({ nullable: true }) declare float: number | null;
  @Field.dateTime({ nullable: true }) declare dateTime: DateTime | null;
  @Field.enum(SIDES, { nullable: true }) declare enum: Side | null;
  @Field.json<Point>({ nullable: true }) declare point: Point | null;
  @Field.list(types.string(), { nullable: true }) declare list: string[] | null;
  @Field.record(types.int(), { nullable: true }) declare record: Record<string, number> | null;
  @Field.nested(() => StateDetails, { nullable: true }) declare nested: StateDetails | null;
  @Field.bytes({ nullable: true }) declare bytes: Uint8Array | null;
  @Field.secretString({ nullable: true }) declare secretString: SecretString | null;
  @Field.secretBytes({ nullable: true }) declare secretBytes: SecretBytes | null;
  @Field.of(types.int(), { nullable: true }) declare ofKind: number | null;
}

class DerivedNullable extends PrefectBaseModel {
  // @ts-expect-error it may be null
  @Field.uuid({ default: null, nullable: true, derived: KEPT }) declare uuid: string;
  // @ts-expect-error it may be null
  @Field.string({ default: null, nullable: true, derived: KEPT }) declare string: string;
  // @ts-expect-error it may be null
  @Field.bool({ default: null, nullable: true, derived: KEPT }) declare bool: boolean;
  // @ts-expect-error it may be null
  @Field.int({ default: null, nullable: true, derived: KEPT }) declare int: number;
  // @ts-expect-error it may be null
  @Field.float({ default: null, nullable: true, derived: KEPT }) declare float: number;
  // @ts-expect-error it may be null
  @Field.dateTime({ default: null, nullable: true, derived: KEPT }) declare dateTime: DateTime;
  // @ts-expect-error it may be null
  @Field.enum(SIDES, { default: null, nullable: true, derived: KEPT }) declare enum: Side;
  // @ts-expect-error it may be null
  @Field.json<Point>({ default: null, nullable: true, derived: KEPT }) declare point: Point;
  // @ts-expect-error it may be null
  @Field.list(types.string(), { default: null, nullable: true, derived: KEPT }) declare list: string[];
  // @ts-expect-error it may be null
  @Field.record(types.int(), { default: null, nullable: true, derived: KEPT }) declare record: Record<string, number>;
  // @ts-expect-error it may be null
  @Field.nested(() => StateDetails, { default: null, nullable: true, derived: KEPT }) declare nested: StateDetails;
  // @ts-expect-error it may be null
  @Field.bytes({ default: null, nullable: true, derived: KEPT }) declare bytes: Uint8Array;
  // @ts-expect-error it may be null
  @Field.secretString({ default: null, nullable: true, derived: KEPT }) declare secretString: SecretString;
  // @ts-expect-error it may be null
  @Field.secretBytes({ default: null, nullable: true, derived: KEPT }) declare secretBytes: SecretBytes;
  // @ts-expect-error it may be null
  @Field.of(types.int(), { default: null, nullable: true, derived: KEPT }) declare ofKind: number;
}

class DerivedNullableFits extends PrefectBaseModel {
  @Field.uuid({ default: null, nullable: true, derived: KEPT }) declare uuid: string | null;
  @Field.string({ default: null, nullable: true, derived: KEPT }) declare string: string | null;
  @Field.bool({ default: null, nullable: true, derived: KEPT }) declare bool: boolean | null;
  @Field.int({ default: null, nullable: true, derived: KEPT }) declare int: number | null;
  @Field.float({ default: null, nullable: true, derived: KEPT }) declare float: number | null;
  @Field.dateTime({ default: null, nullable: true, derived: KEPT }) declare dateTime: DateTime | null;
  @Field.enum(SIDES, { default: null, nullable: true, derived: KEPT }) declare enum: Side | null;
  @Field.json<Point>({ default: null, nullable: true, derived: KEPT }) declare point: Point | null;
  @Field.list(types.string(), { default: null, nullable: true, derived: KEPT }) declare list: string[] | null;
  @Field.record(types.int(), { default: null, nullable: true, derived: KEPT }) declare record: Record<
    string,
    number
  > | null;
  @Field.nested(() => StateDetails, { default: null, nullable: true, derived: KEPT })
  declare nested: StateDetails | null;
  @Field.bytes({ default: null, nullable: true, derived: KEPT }) declare bytes: Uint8Array | null;
  @Field.secretString({ default: null, nullable: true, derived: KEPT }) declare secretString: SecretString | null;
  @Field.secretBytes({ default: null, nullable: true, derived: KEPT }) declare secretBytes: SecretBytes | null;
  @Field.of(types.int(), { default: null, nullable: true, derived: KEPT }) declare ofKind: number | null;
}

class Filled extends PrefectBaseModel {
  @Field.uuid({ default: null, derived: MADE }) declare uuid: string;
  @Field.string({ default: null, derived: MADE }) declare string: string;
  @Field.bool({ default: null, derived: MADE }) declare bool: boolean;
  @Field.int({ default: null, derived: MADE }) declare int: number;
  @Field.float({ default: null, derived: MADE }) declare float: number;
  @Field.dateTime({ default: null, derived: MADE }) declare dateTime: DateTime;
  @Field.enum(SIDES, { default: null, derived: MADE }) declare enum: Side;
  @Field.json<Point>({ default: null, derived: MADE }) declare point: Point;
  @Field.list(types.string(), { default: null, derived: MADE }) declare list: string[];
  @Field.record(types.int(), { default: null, derived: MADE }) declare record: Record<string, number>;
  @Field.nested(() => StateDetails, { default: null, derived: MADE }) declare nested: StateDetails;
  @Field.bytes({ default: null, derived: MADE }) declare bytes: Uint8Array;
  @Field.secretString({ default: null, derived: MADE }) declare secretString: SecretString;
  @Field.secretBytes({ default: null, derived: MADE }) declare secretBytes: SecretBytes;
  @Field.of(types.int(), { default: null, derived: MADE }) declare ofKind: number;
}

class Required extends PrefectBaseModel {
  @Field.uuid() declare uuid: string;
  @Field.string() declare string: string;
  @Field.bool() declare bool: boolean;
  @Field.int() declare int: number;
  @Field.float() declare float: number;
  @Field.dateTime() declare dateTime: DateTime;
  @Field.enum(SIDES) declare enum: Side;
  @Field.json<Point>() declare point: Point;
  @Field.list(types.string()) declare list: string[];
  @Field.record(types.int()) declare record: Record<string, number>;
  @Field.nested(() => StateDetails) declare nested: StateDetails;
  @Field.bytes() declare bytes: Uint8Array;
  @Field.secretString() declare secretString: SecretString;
  @Field.secretBytes() declare secretBytes: SecretBytes;
  @Field.of(types.int()) declare ofKind: number;
}

const maybe = (): string | null => null;
const some: FieldOptions<string> = { default: null };

class Unsure extends PrefectBaseModel {
  // @ts-expect-error it may make null
  @Field.string({ default: maybe }) declare made: string;
  // @ts-expect-error it may be null
  @Field.string({ default: maybe() }) declare given: string;
  // @ts-expect-error nothing is known of them
  @Field.string(some) declare some: string;
  // @ts-expect-error null is refused, but it is the default
  @Field.string({ default: null, nullable: false }) declare refused: string;
  // @ts-expect-error a json field's default is no exception
  @Field.json<string>({ default: maybe }) declare point: string;
  // @ts-expect-error absent is null, never undefined
  @Field.string({ default: null }) declare absent?: string;
  // @ts-expect-error where the kind is said, so are the options
  @Field.list<string>(types.string(), { default: null }) declare list: string[];
}

class UnsureFits extends PrefectBaseModel {
  @Field.string({ default: maybe }) declare made: string | null;
  @Field.string({ default: maybe() }) declare given: string | null;
  @Field.string(some) declare some: string | null;
  @Field.string({ default: null, nullable: false }) declare refused: string | null;
  @Field.json<string>({ default: maybe }) declare point: string | null;
  @Field.of(types.nullable(types.int()), { default: 1 }) declare ofNullable: number | null;
}

/** Of another type than the kind's. */
class OtherType extends PrefectBaseModel {
  // @ts-expect-error it holds a text
  @Field.string({ default: 'x' }) declare string: number;
  // @ts-expect-error it holds any number
  @Field.int({ default: 1 }) declare int: 1 | 2;
  // @ts-expect-error it holds a list
  @Field.list(types.string(), { default: () => ['x'] }) declare list: string;
  // @ts-expect-error it holds either side
  @Field.enum(SIDES, { default: 'left' }) declare enum: 'left';
  // @ts-expect-error a kind that takes null
  @Field.of(types.nullable(types.int()), { default: 1 }) declare ofNullable: number;
  @Field.json({ default: null }) declare point: unknown;
  @Field.string({ default: 'x' }) declare wider: string | number;
}

const valuesOf = (model: PrefectBaseModel): unknown[] => [...new Set(Object.values(model.dict()))];

describe('Field, as TypeScript sees it', () => {
  it.each([DefaultNull, DefaultNullFits, DerivedNullable, DerivedNullableFits])(
    'has null by default where the property must take it: %p',
    (model) => {
      expect(valuesOf(model.parse({}))).toEqual([null]);
    },
  );

  it.each([MadeNull, MadeNullFits, Unsure, UnsureFits])(
    'makes no null where the field is not nullable: %p',
    (model) => {
      expect(() => new model({ list: [] })).toThrow('its default is null, which it does not take');
    },
  );

  it.each([Nullable, NullableFits])('takes null where the property must: %p', (model) => {
    const names = model.safeParse({}).error!.issues.map(({ loc }) => loc[0]!);
    expect(valuesOf(model.parse(Object.fromEntries(names.map((name) => [name, null]))))).toEqual([null]);
  });

  it('holds no null where the property takes none', () => {
    expect(valuesOf(Filled.parse({}))).toEqual(['made']);
    expect(Required.safeParse({}).error!.issues).toHaveLength(15);
    expect(valuesOf(OtherType.parse({}))).toEqual(['x', 1, ['x'], 'left', null]);
  });
});
