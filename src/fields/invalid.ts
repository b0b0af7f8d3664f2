/** What a fast path answers for a value that it does not take. It says nothing of why; the slow path does. */
export const INVALID: unique symbol = Symbol('INVALID');
/** The type of {@link INVALID}. */
export type Invalid = typeof INVALID;
