/* Models that use every kind of field, for the specs of the codec and of the base classes. */
import { randomUUID } from 'node:crypto';
import { type DateTime } from 'luxon';

import { Field, IdBaseModel, types, PrefectBaseModel, type SecretBytes, type SecretString } from '../../src/index.js';

export const Colour = { RED: 'RED', BLUE: 'BLUE' } as const;
export type Colour = (typeof Colour)[keyof typeof Colour];

export class Leaf extends PrefectBaseModel {
  @Field.int({ default: 0 })
  declare size: number;

  @Field.string({ default: null })
  declare note: string | null;
}

/** A field of every kind; all but `uuid` have a default. */
export class Everything extends PrefectBaseModel {
  @Field.uuid()
  declare uuid: string;

  @Field.string({ default: 'text' })
  declare string: string;

  @Field.bool({ default: false })
  declare bool: boolean;

  @Field.int({ default: 1 })
  declare int: number;

  @Field.float({ default: 0.5 })
  declare float: number;

  @Field.dateTime({ default: null })
  declare dateTime: DateTime | null;

  @Field.enum(Colour, { default: Colour.RED })
  declare enum: Colour;

  @Field.json({ default: null })
  declare anything: unknown;

  @Field.list(types.string(), { default: () => [] })
  declare list: string[];

  @Field.record(types.int(), { default: null })
  declare record: Record<string, number> | null;

  @Field.nested(() => Leaf, { default: () => new Leaf({}) })
  declare nested: Leaf;

  @Field.list(types.nested(() => Leaf), { default: () => [] })
  declare leaves: Leaf[];

  @Field.bytes({ default: null })
  declare bytes: Uint8Array | null;

  @Field.secretString({ default: null })
  declare secretString: SecretString | null;

  @Field.secretBytes({ default: null })
  declare secretBytes: SecretBytes | null;

  @Field.uuid({ default: () => randomUUID() })
  declare made: string;
}

/** A value for each field of {@link Everything}. */
export const EVERYTHING = {
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  string: 'a "quoted" été 🚀',
  bool: true,
  int: -7,
  float: 2,
  date_time: '2024-02-29T12:30:45.123456+05:30',
  enum: 'BLUE',
  anything: { a: [1, null, { b: 'x' }] },
  list: ['a', ''],
  record: { one: 1 },
  nested: { size: 3, note: null },
  leaves: [{ size: 1, note: 'n' }],
  bytes: 'blob',
  secret_string: 's3cr3t',
  secret_bytes: 'b1t3s',
  made: '123e4567-e89b-12d3-a456-426614174001',
};

/** A model that nests itself. */
export class Tree extends IdBaseModel {
  @Field.string({ default: '' })
  declare label: string;

  @Field.nested(() => Tree, { default: null })
  declare child: Tree | null;
}

const NAMES = Array.from({ length: 40 }, (_, i) => `field${i}`);

/** More fields than bits in a number. */
export class Wide extends PrefectBaseModel {
  [name: `field${number}`]: string;
}
for (const name of NAMES)
  Field.string({ default: () => name })(Wide.prototype as unknown as Record<string, unknown>, name);
