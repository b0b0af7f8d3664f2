import { codecOf } from './codec.js';
import { type ModelClass } from './plan/model-class.js';

export { codecFor, codecOf } from './codec.js';
export { type CopyOptions } from './copy/interpreted.js';
export { type ExportOptions } from './write/selected.js';
/** @internal */
export { partsOf } from './write/selected.js';
export { jsonSchemaOf, type JsonSchemaOptions } from './json-schema.js';
/** @internal */
export { freeName } from './free-name.js';
/** @internal */
export { refusalOf } from './plan/refusal.js';
export { type ModelClass } from './plan/model-class.js';
export { ModelBase } from './plan/model-base.js';
export { type Selection } from './write/selection.js';

/**
 * Whether a class is read and written by generated functions; false where code generation is forbidden or switched off
 * (`PREFECT_STATES_COMPILE=never`), and in the bundle for browsers.
 *
 * @throws {@link DefinitionError} when the class's decorators do not make a model
 */
export function isCompiled(model: ModelClass): boolean {
  return codecOf(model).compiled !== null;
}

/**
 * The source of the functions that were generated for a class, or null where there are none.
 *
 * @throws {@link DefinitionError} when the class's decorators do not make a model
 */
export function sourceOf(model: ModelClass): string | null {
  return codecOf(model).compiled?.source ?? null;
}

/**
 * The property names of a class's fields, inherited ones first. A property that should be here and is not has lost its
 * decorator on the way through the tool chain.
 *
 * @throws {@link DefinitionError} when the class's decorators do not make a model
 * @example
 * ```ts
 * fieldNames(DataDocument); //=> ['encoding', 'blob']
 * ```
 */
export function fieldNames(model: ModelClass): string[] {
  return codecOf(model).plan.fields.map(({ property }) => property);
}
