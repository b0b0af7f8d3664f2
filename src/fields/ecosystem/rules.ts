/*
 * Rules of class-validator. Those that a user writes beside a `@Field` are run by that library, after hydration; our own, which
 * it has for its `validate`, are marked to tell them apart.
 */
import {
  getMetadataStorage,
  ValidateBy,
  validateSync,
  type ValidationArguments,
  type ValidationError as RuleError,
} from 'class-validator';

import { type Issue } from '../../errors/index.js';
import { hideInnerExtras } from './inner-extras.js';
import { wireOf } from '../wire-of.js';
import { type Wire, wordsOf } from '../wires/index.js';

/** Tells this package's own class-validator rules from a user's. */
export const OWN_RULE = Symbol.for('prefect-states.own-rule');

/** The property under which class-validator knows a rule about the object as a whole; no model has it. */
export const OWN_PROPERTY = '__root__';

/** A class whose properties are decorated. */
export interface DecoratedClass {
  readonly prototype: object;
}

let areOff = false;

/** Whether this package's own rules are not to be asked. */
export function areOwnRulesOff(): boolean {
  return areOff;
}

/** Runs class-validator on what was just read: this package's own rules, which held then, are not asked again. */
function withoutOwnRules<R>(run: () => R): R {
  // rules are run inside each other where a class-validator rule reads another model
  const before = areOff;
  areOff = true;
  try {
    return run();
  } finally {
    areOff = before;
  }
}

/** Whether a class has rules that are not this package's own. */
export function hasForeignRules(model: DecoratedClass): boolean {
  const rules = getMetadataStorage().getTargetValidationMetadatas(model as never, '', true, false);
  return rules.some((rule) => !(rule.constraints as unknown[] | undefined)?.includes(OWN_RULE));
}

/** What a class's plan knows of its rules. */
export interface RuledClass {
  readonly hasForeignRules: boolean;
  readonly byProperty: ReadonlyMap<string, { readonly wireName: string }>;
}

/** What the user's rules say against an instance that was just read; asynchronous rules are left to class-validator's own `validate`. */
export function applyForeignRules({ hasForeignRules: has, byProperty }: RuledClass, model: object): Issue[] {
  if (!has) return [];
  const errors = withoutOwnRules(() => validateSync(model, { forbidUnknownValues: false }));
  const wire = wireOf(model);
  return errors.flatMap((error) => toIssues(error, [byProperty.get(error.property)?.wireName ?? error.property], wire));
}

function toIssues(error: RuleError, loc: (string | number)[], wire: Wire): Issue[] {
  const own = Object.entries(error.constraints ?? {}).map(([rule, msg]) => ({
    loc,
    ...wordsOf(wire, { code: 'rule', rule, msg }),
  }));
  const below = (error.children ?? []).flatMap((child) => toIssues(child, [...loc, child.property], wire));
  return [...own, ...below];
}

/**
 * The rule for class-validator's `validate`, which looks at properties and would not see one too many. It stands at a
 * property that no model has.
 *
 * @param extrasOf - gives the names that an instance's class forbids
 */
export function refuseExtras(prototype: object, extrasOf: (model: object) => readonly string[]): void {
  const namesIn = (args?: ValidationArguments): readonly string[] => (args === undefined ? [] : extrasOf(args.object));
  ValidateBy(
    {
      name: 'extra',
      constraints: [OWN_RULE],
      validator: {
        validate(_value, args) {
          // whitelist, which comes before the rules, has seen them
          if (args !== undefined) hideInnerExtras(args.object);
          return namesIn(args).length === 0;
        },
        defaultMessage: (args?: ValidationArguments) =>
          namesIn(args)
            .map((name) => `${name}: ${wordsOf(wireOf(args!.object), { code: 'extra' }).msg}`)
            .join('; '),
      },
    },
    { always: true },
  )(prototype, OWN_PROPERTY);
}
