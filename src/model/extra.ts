import { codecOf, type ModelClass } from '../codec/index.js';
import { strayNamesOf } from '../fields/index.js';

/** The names that a class forbids, of an instance's properties and of what class-transformer made it from. */
export function extrasOf(model: object): string[] {
  const cls = model.constructor as ModelClass;
  if (cls.extra !== 'forbid') return [];
  const { byProperty } = codecOf(cls).plan;
  const others = Object.keys(model).filter((name) => !byProperty.has(name));
  return [...new Set([...others, ...strayNamesOf(model)])];
}
