/* The twin of models.ts: the same classes by standard decorators. */
import { randomUUID } from 'node:crypto';
import { type DateTime } from 'luxon';

import { Field, IdBaseModel, types, PrefectBaseModel, type SecretBytes, type SecretString } from 'prefect-states';

export const Colour = { RED: 'RED', BLUE: 'BLUE' } as const;
export type Colour = (typeof Colour)[keyof typeof Colour];

export class Leaf extends PrefectBaseModel {
  @Field.int({ default: 0 })
  size!: number;

  @Field.string({ default: null })
  note!: string | null;
}

/** A field of every kind; all but `uuid` have a default. */
export class Everything extends PrefectBaseModel {
  @Field.uuid()
  uuid!: string;

  @Field.string({ default: 'text' })
  string!: string;

  @Field.bool({ default: false })
  bool!: boolean;

  @Field.int({ default: 1 })
  int!: number;

  @Field.float({ default: 0.5 })
  float!: number;

  @Field.dateTime({ default: null })
  dateTime!: DateTime | null;

  @Field.enum(Colour, { default: Colour.RED })
  enum!: Colour;

  @Field.json({ default: null })
  anything!: unknown;

  @Field.list(types.string(), { default: () => [] })
  list!: string[];

  @Field.record(types.int(), { default: null })
  record!: Record<string, number> | null;

  @Field.nested(() => Leaf, { default: () => new Leaf({}) })
  nested!: Leaf;

  @Field.list(types.nested(() => Leaf), { default: () => [] })
  leaves!: Leaf[];

  @Field.bytes({ default: null })
  bytes!: Uint8Array | null;

  @Field.secretString({ default: null })
  secretString!: SecretString | null;

  @Field.secretBytes({ default: null })
  secretBytes!: SecretBytes | null;

  @Field.uuid({ default: () => randomUUID() })
  made!: string;
}

/** A model that nests itself. */
export class Tree extends IdBaseModel {
  @Field.string({ default: '' })
  label!: string;

  @Field.nested(() => Tree, { default: null })
  child!: Tree | null;
}
