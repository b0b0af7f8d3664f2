import { ValueError } from '../errors/index.js';
import { jsonText, pythonString, pythonTypeName } from '../values/index.js';
import { decodeUtf8, describeJsonFault, encodeUtf8, parseJsonText } from '../text/index.js';

/** How the content of a data document is written into bytes and read again. */
interface Encoding {
  readonly encode: (data: unknown) => Uint8Array;
  readonly decode: (blob: Uint8Array) => unknown;
}

const json: Encoding = {
  encode(data) {
    if (data === undefined) throw ValueError.of('A json document holds a value, not undefined; use null');
    return encodeUtf8(jsonText(data, 'data'));
  },
  decode(blob) {
    const read = parseJsonText(readText(blob));
    if ('value' in read) return read.value;
    throw ValueError.of(describeJsonFault(read.fault));
  },
};

const text: Encoding = {
  encode(data) {
    if (typeof data !== 'string') throw ValueError.of(`A text document holds a text, not ${pythonTypeName(data)}`);
    // the encoder would write another character for it
    if (!data.isWellFormed()) throw ValueError.of('A text document cannot hold half of a surrogate pair');
    return encodeUtf8(data);
  },
  decode: readText,
};

const pickle: Encoding = {
  encode: refusePickle,
  decode: refusePickle,
};

/** @source prefect 2.20.25, deprecated/data_documents.py, `register_serializer` */
const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ['json', json],
  ['text', text],
  // both hold the JSON of a small model, which is given as the plain object
  ['result', json],
  ['package-manifest', json],
  ['cloudpickle', pickle],
]);

/**
 * Gives the reader and writer of an encoding.
 *
 * @throws {@link ValueError} for an encoding that Prefect does not know
 */
export function encodingOf(name: string): Encoding {
  const encoding = ENCODINGS.get(name);
  if (encoding === undefined) throw ValueError.of(`Unregistered encoding ${pythonString(name)}`);
  return encoding;
}

function readText(blob: Uint8Array): string {
  const read = decodeUtf8(blob);
  if (read === null) throw ValueError.of('The blob of the data document is not UTF-8 text');
  return read;
}

function refusePickle(): never {
  throw ValueError.of(
    "A data document with the encoding 'cloudpickle' holds a Python pickle: only Python can read or write it. " +
      'Its bytes are in `blob`.',
  );
}
