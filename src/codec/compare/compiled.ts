/*
 * Plan -> function that compares two instances of a class. `equalValues` compares what is too deep or too large for it.
 *
 * Comments show the line that a block emits for `StateDetails.flowRunId`.
 */
import { isStackOverflow } from '../../errors/index.js';
import { inlineOf } from '../../fields/index.js';
import { equalValues } from '../../values/index.js';
import { ModelBase } from '../plan/model-base.js';
import { type ModelClass } from '../plan/model-class.js';
import { type Plan } from '../plan/plan.js';
import { at, type Source } from '../emit/source.js';

/** Whether two instances of the class hold the same, apart from some properties. */
export type EqualWhole = (left: object, right: object, leftOut: ReadonlySet<string>) => boolean;

/** Gives the function that compares the instances of a class; null where none is generated. */
export type EqualOf = (model: ModelClass) => EqualWhole | null;

/** Writes the function that compares, an {@link EqualWhole}. */
export function emitEqual(source: Source, plan: Plan, equalOf: EqualOf): void {
  source.method('equal', ['left', 'right', 'leftOut'], () => {
    const compare = source.hoist('same', (left: unknown, right: unknown) => sameValues(equalOf, left, right));
    for (const field of plan.written) {
      const [one, other] = [`left${at(field)}`, `right${at(field)}`];
      const ofKind = inlineOf(field.kind)?.same?.(one, other, (name, value) => source.hoist(name, value));
      // if (left["flowRunId"] !== right["flowRunId"] && !leftOut.has("flowRunId") && !same(left["flowRunId"], right["flowRunId"])) return false;
      source.line(
        `if (${one} !== ${other} && !leftOut.has(${JSON.stringify(field.property)}) && !${ofKind ?? `${compare}(${one}, ${other})`}) return false;`,
      );
    }
    source.line('return true;');
  });
}

const MOST_MODELS = 10_000;
const TOO_MANY = new Error('more models than are compared one by one');
const NOTHING: ReadonlySet<string> = new Set();

// parts that are shared are compared each time they are met: a limit, because that can grow without bound
let modelsLeft = 0;

/** Compares two instances of a class by its function; null for what is too deep or too large: `equalValues` compares that. */
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
function sameValues(equalOf: EqualOf, left: unknown, right: unknown): boolean {
  if (!(left instanceof ModelBase && right instanceof ModelBase)) return equalValues(left, right);
  const equal = left.constructor === right.constructor ? equalOf(left.constructor as ModelClass) : null;
  if (equal === null) return equalValues(left, right);
  modelsLeft -= 1;
  if (modelsLeft < 0) throw TOO_MANY;
  return equal(left, right, NOTHING);
}
