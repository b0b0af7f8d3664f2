/**
 * Whether an error says that a recursion went too deep. Values that are nested too deep are the only cause of it here,
 * and a value is what its owner should hear about.
 *
 * @internal
 */
export function isStackOverflow(error: unknown): boolean {
  // by its tag: it is of the realm of the code that went too deep
  if (Object.prototype.toString.call(error) !== '[object Error]') return false;
  const { name, message } = error as Error;
  return name === 'RangeError' && message.startsWith('Maximum call stack');
}
