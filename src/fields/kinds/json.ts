import { jsonText, toJsonValue } from '../json-value.js';
import { inlined, type Kind } from '../kind.js';
import { copyValue } from '../copy-value.js';

const kind: Kind = {
  name: 'json',
  takesNull: true,
  holdsParts: true,
  is: (value): value is unknown => value !== undefined,
  accept: (value) => value,
  interpret: (value) => value,
  toWire: (value, options, place) => toJsonValue(value, options, place),
  text: (value, place) => jsonText(value, place),
  copy: (value, deep) => (deep ? copyValue(value) : value),
  schema: () => ({}),
};

/** Anything. It is kept by reference and not looked into; only writing finds out whether JSON can hold it. */
export const json: Kind = inlined(kind, { test: () => 'true' });
