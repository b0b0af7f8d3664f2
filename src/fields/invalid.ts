/** What a fast path answers for a value that it does not take. The reason is found by the slow path. */
export const INVALID: unique symbol = Symbol('INVALID');
/** The type of {@link INVALID}. */
export type Invalid = typeof INVALID;
