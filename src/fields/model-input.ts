import { isWireWritable, WIRE } from './json-value.js';

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

/**
 * The input that a model is to another class. It is the one place that says what a model is, of this copy of the package or of
 * another: what knows {@link WIRE}.
 *
 * @returns an object by wire names; null for what is no model
 * @internal
 */
export function inputOf(value: unknown): object | null {
  if (typeof value !== 'object' || value === null || !isWireWritable(value)) return null;
  return (value as Readable)[INPUT]?.() ?? (value[WIRE]({}) as object);
}
