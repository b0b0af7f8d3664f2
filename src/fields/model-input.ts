import { isWireWritable, WIRE, type WireWritable } from './json-value.js';

/**
 * By this method a model gives another class what there is to read: its fields by wire names, with values as memory holds
 * them, so that secrets stay secret and `data` stays itself.
 *
 * @internal
 */
export const INPUT = Symbol.for('prefect-states.input');

/** A model, as far as another copy of the package knows it. @internal */
export interface Model extends WireWritable {
  [INPUT]?(): object;
  dict(options: object): object;
}

/** Whether a value is a model, of this copy of the package or of another: what knows {@link WIRE}. @internal */
export function isModel(value: unknown): value is Model {
  return isWireWritable(value);
}

/** What a model gives another class to read: an object by wire names. Null for what is no model. @internal */
export function inputOf(value: unknown): object | null {
  return isModel(value) ? (value[INPUT]?.() ?? (value[WIRE]({}) as object)) : null;
}
