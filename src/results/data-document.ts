import { Field } from '../fields/index.js';
import { isMarked, pythonRepr } from '../values/index.js';
import { type FieldsOf, type JsonOf, PrefectBaseModel } from '../model/index.js';
import { encodingOf } from './encodings.js';

/** Marks data documents, so that one copy of this package knows the other's. */
const DOCUMENT = Symbol.for('prefect-states.data-document');

/** What a {@link DataDocument} is made of: an encoding (`json`, `text`, `cloudpickle`, `result`, `package-manifest`) and the encoded content. */
export type DataDocumentFields = FieldsOf<DataDocument>;

/** The wire object of a {@link DataDocument}. */
export type DataDocumentJson = JsonOf<DataDocument>;

/**
 * Content with the name of its encoding, as states of early Prefect 2 hold their results.
 *
 * @source prefect 2.20.25, deprecated/data_documents.py, `DataDocument`
 * @example
 * ```ts
 * DataDocument.encode('json', { rows: 3 }).decode() //=> { rows: 3 }
 * ```
 */
export class DataDocument extends PrefectBaseModel<DataDocument> {
  @Field.string()
  declare encoding: string;

  @Field.bytes({ repr: false })
  declare blob: Uint8Array;

  // the decoded content, in a box because the content may be undefined
  #decoded: { readonly data: unknown } | null = null;

  /**
   * Makes a document from content.
   *
   * @throws {@link ValueError} for an unknown encoding, and for content that the encoding cannot hold
   */
  static encode(encoding: string, data: unknown): DataDocument {
    const document = new DataDocument({ encoding, blob: encodingOf(encoding).encode(data) });
    document.#decoded = { data };
    return document;
  }

  /**
   * Gives the content; the second time without reading the bytes again.
   *
   * @throws {@link ValueError} for an unknown encoding, for a pickle, and for bytes that are not what the encoding says
   */
  decode(): unknown {
    this.#decoded ??= { data: encodingOf(this.encoding).decode(this.blob) };
    return this.#decoded.data;
  }

  /** Whether {@link DataDocument.decode} needs not read the bytes. */
  hasCachedData(): boolean {
    return this.#decoded !== null;
  }

  /** The content when it is at hand, else the encoding. @source prefect 2.20.25, `DataDocument.__str__` */
  override toString(): string {
    return this.#decoded === null ? super.toString() : pythonRepr(this.#decoded.data);
  }
}
Object.defineProperty(DataDocument.prototype, DOCUMENT, { value: true });

/** Whether a value is a data document. */
export function isDataDocument(value: unknown): value is DataDocument {
  return isMarked(value, DOCUMENT);
}
