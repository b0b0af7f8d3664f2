/** Whether every object inherits a key: such a one counts only when an input itself has it. @internal */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** Reads a key of an input; undefined where it is not there. @internal */
export function readKey(input: object, key: string): unknown {
  return isInherited(key) && !Object.hasOwn(input, key) ? undefined : (input as Record<string, unknown>)[key];
}
