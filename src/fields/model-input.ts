import { isModel, WIRE } from '../values/index.js';

/**
 * By this method a model gives another class what there is to read: its fields by wire names, with values as memory holds
 * them, so that secrets stay secret and `data` stays itself.
 *
 * @internal
 */
export const INPUT = Symbol.for('prefect-states.input');

interface Readable {
  [INPUT]?(): object;
}

/** What a model gives another class to read: an object by wire names. Null for what is no model. @internal */
export function inputOf(value: unknown): object | null {
  return isModel(value) ? ((value as Readable)[INPUT]?.() ?? (value[WIRE]({}) as object)) : null;
}
