/** Whether every object inherits a key. Such a key counts only when the input has it itself. @internal */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** Reads a key of an input; undefined where it is not there. @internal */
export function readKey(input: object, key: string): unknown {
  return isInherited(key) && !Object.hasOwn(input, key) ? undefined : (input as Record<string, unknown>)[key];
}
