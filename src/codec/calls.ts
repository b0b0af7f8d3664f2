/* What generated code calls for values that it does not know: they may be models of any class. */
import { isStackOverflow } from '../errors/index.js';
import { equalValues } from '../values/index.js';
import { type Codec } from './codec.js';
import { exportField } from './export.js';
import { type ModelClass } from './model-class.js';
import { ModelBase } from './model-base.js';
import { type DictPart, type EqualWhole } from './whole.js';

/** Gives the codec of a class. */
export type CodecOf = <M extends ModelBase>(model: ModelClass<M>) => Codec<M>;

/** What generated code calls. */
export interface Calls {
  readonly same: (left: unknown, right: unknown) => boolean;
  readonly part: DictPart;
}

/** Makes what generated code calls. */
export function callsOf(codecOf: CodecOf): Calls {
  return {
    same: (left, right) => sameValues(codecOf, left, right),
    part: (field, value, place) => dictPart(codecOf, field, value, place),
  };
}

const MOST_MODELS = 10_000;
const TOO_MANY = new Error('more models than are compared one by one');
const NOTHING: ReadonlySet<string> = new Set();

// shared parts are compared each time that they are met: without an end that would be more than anyone can wait for
let modelsLeft = 0;

/** Compares two instances of a class by its function; null for what is too deep or too much, which the walk in `fields` can. */
export function equalQuickly(
  equal: EqualWhole,
  left: object,
  right: object,
  leftOut: ReadonlySet<string>,
): boolean | null {
  modelsLeft = MOST_MODELS;
  try {
    return equal(left, right, leftOut);
  } catch (error) {
    if (error === TOO_MANY || isStackOverflow(error)) return null;
    throw error;
  }
}

/** Compares two values that are not identical: models of one class by its function, everything else by the walk. */
function sameValues(codecOf: CodecOf, left: unknown, right: unknown): boolean {
  if (!(left instanceof ModelBase && right instanceof ModelBase)) return equalValues(left, right);
  const { compiled } = codecOf(left.constructor as ModelClass);
  if (compiled === null || left.constructor !== right.constructor) return equalValues(left, right);
  modelsLeft -= 1;
  if (modelsLeft < 0) throw TOO_MANY;
  return compiled.equal(left, right, NOTHING);
}

/** Writes a container or a model into a dictionary. */
function dictPart(
  codecOf: CodecOf,
  { kind, wireName }: Parameters<DictPart>[0],
  value: unknown,
  place: string,
): unknown {
  const inside = place === '' ? wireName : `${place}.${wireName}`;
  if (value instanceof ModelBase) return codecOf(value.constructor as ModelClass).dict(value, null, inside);
  return exportField(kind, value, { to: 'memory', json: {}, place: inside }, (model, options) =>
    codecOf(model.constructor as ModelClass).export(model, options),
  );
}
