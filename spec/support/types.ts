/** True where two types are the same, and not only take each other. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Holds that something is true of types: what is false does not compile. */
export function holds<T extends true>(value: T): void {
  expect(value).toBe(true);
}
