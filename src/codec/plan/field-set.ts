/**
 * A set of a class's fields: a bit each, in a number while they fit into 31 bits, in a bigint beyond. It rides on every
 * instance, so it must be small; a `Set` of names would weigh more than the state.
 */
export type FieldSet = number | bigint;

const NUMBER_BITS = 31;

/** The set that holds one field of a class with `size` fields. */
export function bitOf(index: number, size: number): FieldSet {
  return size <= NUMBER_BITS ? 1 << index : 1n << BigInt(index);
}

/** The set that holds nothing, for a class with `size` fields. */
export function emptySet(size: number): FieldSet {
  return size <= NUMBER_BITS ? 0 : 0n;
}

/** The set that holds some fields of a class with `size` fields. */
export function setOf(fields: readonly { readonly bit: FieldSet }[], size: number): FieldSet {
  return fields.reduce((set, { bit }) => withBit(set, bit), emptySet(size));
}

/** A set as generated code has it. */
export function literalOf(set: FieldSet): string {
  return typeof set === 'bigint' ? `${set}n` : `${set}`;
}

/** Whether a set holds a field. */
export function hasBit(set: FieldSet, bit: FieldSet): boolean {
  return typeof bit === 'number' ? (Number(set) & bit) !== 0 : (BigInt(set) & bit) !== 0n;
}

/** The set with a field more. */
export function withBit(set: FieldSet, bit: FieldSet): FieldSet {
  return typeof bit === 'number' ? Number(set) | bit : BigInt(set) | bit;
}
