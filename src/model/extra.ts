import { codecOf, type ModelClass } from '../codec/index.js';
import { environmentVariable, strayNamesOf } from '../fields/index.js';

/**
 * What models do with names that are no field, unless a class says otherwise: left out, so that a newer server's answers
 * stay readable; refused in test mode, so that a misspelt name does not go unseen. Read once, at load, as the reference
 * reads it.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `PrefectBaseModel.Config`
 */
export const DEFAULT_EXTRA: 'ignore' | 'forbid' = ['1', 'true'].includes(
  (environmentVariable('PREFECT_TEST_MODE') ?? '0').toLowerCase(),
)
  ? 'forbid'
  : 'ignore';

/** The names that a class forbids, of an instance's properties and of what class-transformer made it from. */
export function extrasOf(model: object): string[] {
  const cls = model.constructor as ModelClass;
  if (cls.extra !== 'forbid') return [];
  const { byProperty } = codecOf(cls).plan;
  const others = Object.keys(model).filter((name) => !byProperty.has(name));
  return [...new Set([...others, ...strayNamesOf(model)])];
}
