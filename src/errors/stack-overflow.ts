/**
 * Whether an error says that a recursion went too deep. Values that are nested too deep are the only cause of it here,
 * and a value is what its owner should hear about.
 *
 * @internal
 */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.name === 'RangeError' && error.message.startsWith('Maximum call stack');
}
