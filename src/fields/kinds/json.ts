import { type JsonOptions, jsonText, toJsonValue, copyValue } from '../../values/index.js';
import { inlined, type Kind, perWire } from '../kind.js';
import * as inline from './inline.js';

/** Anything. It is kept by reference and not looked into; only writing finds out whether JSON can hold it. */
export const json: Kind = perWire(({ dateText }) => {
  const own: JsonOptions = { dateText };
  return inlined<unknown>(
    {
      name: 'json',
      takesNull: true,
      holdsParts: true,
      is: (value): value is unknown => value !== undefined,
      accept: (value) => value,
      interpret: (value) => value,
      toWire: (value, options, place) =>
        toJsonValue(value, options.includeSecrets === undefined ? own : { ...options, ...own }, place),
      text: (value, place) => jsonText(value, place, own),
      copy: (value, deep) => (deep ? copyValue(value) : value),
      schema: () => ({}),
    },
    inline.json,
  );
});
