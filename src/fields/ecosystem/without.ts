/*
 * What stands in the place of `index.ts` in the bundle for browsers: fields without class-transformer and class-validator. What
 * a user asks of those libraries there is refused at the first use of the class.
 */
import type * as ecosystem from './index.js';

/** Class-validator's own registry, which it keeps where every copy of it finds it. */
interface Registry {
  getTargetValidationMetadatas(
    model: unknown,
    schema: string,
    always: boolean,
    strictGroups: boolean,
  ): readonly { readonly propertyName: string }[];
}

/** Nothing is told to libraries that are not there. */
export const openField: typeof ecosystem.openField = () => undefined;

/** Nor of fields that are opened late. */
export const openedLate: typeof ecosystem.openedLate = () => undefined;

/** No instance is made by class-transformer. */
export const fillLate: typeof ecosystem.fillLate = () => undefined;

/** Nothing of class-transformer's comes in. */
export const strayNamesOf: typeof ecosystem.strayNamesOf = () => [];

/** Class-transformer is not loaded here, so that nothing can contradict the fields of a model. */
export const contradictions: typeof ecosystem.contradictions = () => [];

/** Rules of class-validator, beside a field or in it: none would be asked. */
export const strayDecorators: typeof ecosystem.strayDecorators = (model, fields): string[] => {
  const { classValidatorMetadataStorage: registry } = globalThis as { classValidatorMetadataStorage?: Registry };
  const beside = registry?.getTargetValidationMetadatas(model, '', true, false) ?? [];
  const inside = fields.filter(({ options }) => (options.rules ?? []).length > 0);
  const names = new Set([...beside.map(({ propertyName }) => propertyName), ...inside.map(({ property }) => property)]);
  return [...names].map(
    (name) =>
      `${name}: rules of class-validator are not asked in a browser; write a \`check\` for the field, or bundle with the condition 'class-validator'`,
  );
};

/** None: they are refused. */
export const hasForeignRules: typeof ecosystem.hasForeignRules = () => false;

/** None is asked. */
export const applyForeignRules: typeof ecosystem.applyForeignRules = () => [];

/** It is class-validator that would be told. */
export const refuseExtras: typeof ecosystem.refuseExtras = () => undefined;
