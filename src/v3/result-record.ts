import { isObject } from '../fields/index.js';
import { isMarked, lookAt } from '../values/index.js';
import { METADATA, ResultRecordMetadata, type ResultRecordMetadataFields } from './result-record-metadata.js';

/** Marks records, so that one copy of this package recognizes the records of another. @internal */
const RECORD = Symbol.for('prefect-states.result-record');

/**
 * The result of a run in the memory of the process that made it, and where it is kept. The wire carries the second only: a
 * record is written as its metadata.
 *
 * @source prefect 3.8.8, _internal/result_records.py, `ResultRecord`
 */
export class ResultRecord {
  /** Where the result is kept, or would be. */
  readonly metadata: ResultRecordMetadata;
  // private: a result may be anything, and no text shows it
  readonly #result: unknown;

  /**
   * @param result - the value, kept by reference
   * @param metadata - where it is kept
   */
  constructor(result: unknown, metadata: ResultRecordMetadata | ResultRecordMetadataFields = {}) {
    this.#result = result;
    this.metadata = metadata instanceof ResultRecordMetadata ? metadata : new ResultRecordMetadata(metadata);
  }

  /** The value itself. */
  get result(): unknown {
    return this.#result;
  }

  /** The wire object of the metadata. */
  toJSON(): unknown {
    return this.metadata.toJSON();
  }
}

Object.defineProperty(ResultRecord.prototype, RECORD, { value: true });

/** Whether a value is a record. */
export function isResultRecord(value: unknown): value is ResultRecord {
  return isMarked(value, RECORD);
}

/**
 * The metadata that the `data` of a state holds: an instance, or a wire object that has a `storage_key`; otherwise null.
 *
 * @throws {@link ValidationError} for a wire object that has a `storage_key` and is no metadata
 * @source prefect 3.8.8, client/schemas/objects.py, `data_discriminator`
 */
export function readResultMetadata(data: unknown): ResultRecordMetadata | null {
  if (data instanceof ResultRecordMetadata) return data;
  const isMetadata = lookAt(() => isObject(data) && (METADATA in data || 'storage_key' in data), false);
  return isMetadata ? ResultRecordMetadata.parse(data) : null;
}
