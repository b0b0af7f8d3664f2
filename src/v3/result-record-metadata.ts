import { type DateTime } from 'luxon';

import { Field, isObject, type Kind, types, prefect3 } from '../fields/index.js';
import {
  type AnyModel,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  PrefectBaseModel,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';

const object = types.record(types.json);

const SERIALIZER = { name: 'Serializer' };

/** A serializer is a model in the reference: its error says so, and its schema has only the common fields. */
const serializer: Kind<Record<string, unknown>> = {
  ...object,
  interpret: (value, faults, naming) =>
    isObject(value) ? object.interpret(value, faults, naming) : faults.add({ code: 'model' }),
  schema: (refs) =>
    refs.refTo(SERIALIZER, () => ({
      title: SERIALIZER.name,
      description: "A serializer that can encode objects of type 'D' into bytes.",
      type: 'object',
      properties: { type: { title: 'Type', type: 'string' } },
      required: ['type'],
      additionalProperties: false,
    })),
};

/** Marks metadata, so that one copy of this package recognizes the metadata of another. @internal */
export const METADATA = Symbol.for('prefect-states.result-record-metadata');

/** What a {@link ResultRecordMetadata} is made of. */
export type ResultRecordMetadataFields = FieldsOf<ResultRecordMetadata>;

/** The wire object of a {@link ResultRecordMetadata}. */
export type ResultRecordMetadataJson = JsonOf<ResultRecordMetadata>;

/**
 * Where the result of a run is kept: what a client of Prefect 3 puts into the `data` of a completed state.
 *
 * @source prefect 3.8.8, _result_records.py, `ResultRecordMetadata`
 */
export class ResultRecordMetadata<Self extends AnyModel = Unnamed> extends PrefectBaseModel<
  Self,
  ResultRecordMetadata
> {
  static override readonly wire = prefect3;
  static override readonly description: string = 'Metadata for a result record.';

  /** The key of the result in its storage. A state's `data` that has it is such a record. */
  @Field.string({ default: null })
  declare storageKey: string | null;

  /** When the result expires; null for never. */
  @Field.dateTime({ default: null })
  declare expiration: DateTime | null;

  /** How the result was serialized; kept as it was sent, since a client may have its own serializers. */
  @Field.of(serializer, {
    default: () => ({ type: 'pickle', picklelib: 'cloudpickle', picklelib_version: null }),
  })
  declare serializer: Defaulted<Record<string, unknown>>;

  /** The version of the client that wrote the result. */
  @Field.string({ default: '3.8.8' })
  declare prefectVersion: Defaulted<string>;

  /** The block that holds the storage; null is the local one. */
  @Field.uuid({ default: null })
  declare storageBlockId: string | null;

  declare static readonly '~standard': StandardModel<ResultRecordMetadata>;
}

Object.defineProperty(ResultRecordMetadata.prototype, METADATA, { value: true });
