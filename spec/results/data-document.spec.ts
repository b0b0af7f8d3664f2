import { DataDocument, State, ValueError } from '../../src/index.js';

describe('DataDocument', () => {
  it.each<[string, string, unknown]>([
    ['json', '{"a": [1, null]}', { a: [1, null] }],
    ['text', 'abc', 'abc'],
    ['result', '{"key": "k"}', { key: 'k' }],
    ['package-manifest', '{"type": "m"}', { type: 'm' }],
  ])('decodes %s', (encoding, blob, expected) => {
    expect(new DataDocument({ encoding, blob }).decode()).toEqual(expected);
  });

  it('encodes and decodes without losing the content', () => {
    const data = { rows: [1, 'é'] };
    const document = DataDocument.encode('json', data);
    expect(document.hasCachedData()).toBe(true);
    expect(document.decode()).toBe(data);
    expect(DataDocument.parseJson(document.json()).decode()).toEqual(data);
    expect(new TextDecoder().decode(DataDocument.encode('text', 'é').blob)).toBe('é');
  });

  it('reads the bytes once', () => {
    const document = new DataDocument({ encoding: 'json', blob: '[1]' });
    expect(document.hasCachedData()).toBe(false);
    expect(document.decode()).toBe(document.decode());
  });

  it('shows as a text its content when that is at hand, else its encoding', () => {
    expect(String(DataDocument.encode('json', { a: [1, null] }))).toBe("{'a': [1, None]}");
    expect(String(new DataDocument({ encoding: 'json', blob: '[1]' }))).toBe("DataDocument(encoding='json')");
  });

  it('is written as encoding and text', () => {
    expect(new DataDocument({ encoding: 'text', blob: Buffer.from('abc') }).json()).toBe(
      '{"encoding":"text","blob":"abc"}',
    );
    expect(new DataDocument({ encoding: 'text', blob: 'abc' }).repr()).toBe("DataDocument(encoding='text')");
  });
});

describe('DataDocument, refusing', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['cloudpickle', 'gASV', 'holds a Python pickle: only Python can read or write it. Its bytes are in `blob`.'],
    ['nope', '', "Unregistered encoding 'nope'"],
    ['json', '{"password": "s3cr3t"', "Expecting ',' delimiter: line 1 column 22 (char 21)"],
    ['text', Uint8Array.of(255), 'The blob of the data document is not UTF-8 text'],
  ])('says of %s why it cannot be decoded', (encoding, blob, message) => {
    const decode = (): unknown => new DataDocument({ encoding, blob }).decode();
    expect(decode).toThrow(ValueError);
    expect(decode).toThrow(message);
  });

  it('encodes no pickle, and as text only text', () => {
    expect(() => DataDocument.encode('cloudpickle', 1)).toThrow('only Python can read or write it');
    expect(() => DataDocument.encode('json', undefined)).toThrow('A json document holds a value, not undefined');
    expect(() => DataDocument.encode('json', [1n])).toThrow('data[0]: a bigint cannot be written as JSON');
    expect(() => DataDocument.encode('text', '\ud800')).toThrow('cannot hold half of a surrogate pair');
    expect(() => DataDocument.encode('text', 5)).toThrow('A text document holds a text, not int');
  });

  it('cannot be written as JSON when its bytes are no text', () => {
    const document = new DataDocument({ encoding: 'cloudpickle', blob: Uint8Array.of(255) });
    expect(() => document.json()).toThrow('blob: bytes that are not UTF-8 cannot be written as JSON');
  });

  it('shows an undecodable document by its encoding', () => {
    const data = new DataDocument({ encoding: 'cloudpickle', blob: 'gASV' });
    expect(State.completed({ data }).repr()).toBe(
      "Completed(message=None, type=COMPLETED, result=DataDocument(encoding='cloudpickle'))",
    );
  });
});
