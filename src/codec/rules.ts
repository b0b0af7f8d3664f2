/* class-validator rules that a user writes beside a `@Field`: run by that library, after hydration. */
import { getMetadataStorage, validateSync, type ValidationError as RuleError } from 'class-validator';

import { type Issue } from '../errors/index.js';
import { OWN_RULE, withoutOwnRules } from '../fields/index.js';
import { type ModelClass } from './model-class.js';
import { type Plan } from './plan.js';

/** The property under which class-validator knows a rule about the object as a whole. @internal */
export const OWN_PROPERTY = '__root__';

/** Whether a class has rules that are not this package's own. */
export function hasForeignRules(model: ModelClass): boolean {
  const rules = getMetadataStorage().getTargetValidationMetadatas(model, '', true, false);
  return rules.some((rule) => !(rule.constraints as unknown[] | undefined)?.includes(OWN_RULE));
}

/** What the user's rules say against an instance that was just read; asynchronous rules are left to class-validator's own `validate`. */
export function applyForeignRules(plan: Plan, model: object): Issue[] {
  if (!plan.hasForeignRules) return [];
  const errors = withoutOwnRules(() => validateSync(model, { forbidUnknownValues: false }));
  return errors.flatMap((error) => toIssues(error, [plan.byProperty.get(error.property)?.wireName ?? error.property]));
}

function toIssues(error: RuleError, loc: (string | number)[]): Issue[] {
  const own = Object.entries(error.constraints ?? {}).map(([rule, msg]) => ({ loc, msg, type: `value_error.${rule}` }));
  const below = (error.children ?? []).flatMap((child) => toIssues(child, [...loc, child.property]));
  return [...own, ...below];
}
