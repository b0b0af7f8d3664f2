/*
 * The order of a blank instance's properties. Initialisers of standard fields would put the fields of their own class before
 * those that the constructors of its parents have still to fill.
 */
import { fieldsOf } from '../descriptor.js';

/**
 * Gives an instance all its properties in the order of the fields, when none of them holds a value.
 *
 * @returns whether none does; otherwise the instance is as it was
 */
export type LayOut = (instance: object) => boolean;

interface Layout {
  readonly properties: readonly string[];
  layOut: LayOut;
}

// by class; one that has no standard field is not among them
const layouts = new WeakMap<object, Layout>();

// what a blank instance holds until it is filled
let placeholder: unknown = undefined;

/** Whether the instance that is made now shows what its class sets: see {@link setByItself}. */
export function isChecking(): boolean {
  return placeholder !== undefined;
}

/**
 * Gives an instance all its properties that are not there yet, in the order of the fields.
 *
 * @returns whether its fields hold nothing
 */
export function layOut(instance: object): boolean {
  const layout = layoutOf(instance);
  if (!isChecking() && layout.layOut(instance)) return true;
  for (const property of layout.properties) {
    if (!Object.hasOwn(instance, property)) (instance as Record<string, unknown>)[property] = placeholder;
  }
  return false;
}

function layoutOf(instance: object): Layout {
  const known = layouts.get(instance.constructor);
  if (known !== undefined) return known;
  const properties = fieldsOf(Object.getPrototypeOf(instance) as object).map(({ property }) => property);
  const layout = { properties, layOut: plainLayOut(properties) };
  layouts.set(instance.constructor, layout);
  return layout;
}

function plainLayOut(properties: readonly string[]): LayOut {
  return (instance) => {
    const values = instance as Record<string, unknown>;
    if (properties.some((property) => values[property] !== undefined)) return false;
    for (const property of properties) values[property] = undefined;
    return true;
  };
}

/** Has a class lay out its instances by a function that knows its fields; a class without standard fields needs none. */
export function layOutBy(model: object, make: () => LayOut): void {
  const layout = layouts.get(model);
  if (layout !== undefined) layout.layOut = make();
}

/**
 * What a class's own initialisers and constructors set on a blank instance.
 *
 * @param make - makes a blank instance
 */
export function setByItself(make: () => object): ReadonlyMap<string, unknown> {
  const untouched = Symbol('blank');
  placeholder = untouched;
  try {
    return new Map(Object.entries(make()).filter(([, value]) => value !== untouched));
  } finally {
    placeholder = undefined;
  }
}
