/*
 * Decorators of class-validator and class-transformer that a user wrote on a model. Rules of class-validator are welcome
 * beside a `@Field`; whatever else would make those libraries read or write another wire than the codec is a fault.
 */
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';

import { type FieldDescriptor } from '../descriptor.js';
import { isOwnType } from './doors.js';
import { type DecoratedClass, OWN_PROPERTY } from './rules.js';

const { _typeMetadatas, _transformMetadatas, _exposeMetadatas, _excludeMetadatas } = defaultMetadataStorage;

/** A property that another library decorates and no `@Field` does would be validated but never read or written. */
export function strayDecorators(model: DecoratedClass, fields: readonly FieldDescriptor[]): string[] {
  const known = new Set([...fields.map((field) => field.property), OWN_PROPERTY]);
  const validated = getMetadataStorage().getTargetValidationMetadatas(model as never, '', true, false);
  const transformed = lineageOf(model).flatMap((each) =>
    [_typeMetadatas, _transformMetadatas, _exposeMetadatas].flatMap((registry) => [
      ...(registry?.get(each)?.keys() ?? []),
    ]),
  );
  const names = new Set([...validated.map((rule) => rule.propertyName), ...transformed]);
  // a getter may be exposed to instanceToPlain without being a field
  return [...names]
    .filter((name) => !known.has(name) && !(name in model.prototype))
    .map((name) => `${name}: has decorators of class-validator or class-transformer, but no @Field`);
}

/** A field that class-transformer would read or write otherwise than the codec. */
export function contradictions(model: DecoratedClass, fields: readonly FieldDescriptor[]): string[] {
  return lineageOf(model).flatMap((each) => fields.flatMap((field) => contradictionsOf(each, field)));
}

function contradictionsOf(model: unknown, { property, wireName, options }: FieldDescriptor): string[] {
  const faults: string[] = [];
  const exposed = _exposeMetadatas?.get(model)?.get(property)?.options.name;
  const type = _typeMetadatas?.get(model)?.get(property)?.typeFunction;
  if (_excludeMetadatas?.get(model)?.has(property) === true && options.ignored !== true)
    faults.push(`@Exclude does not reach json(); mark the field { ignored: true } and give the class dropsIgnored`);
  if (exposed !== undefined && exposed !== wireName)
    faults.push(`@Expose names it '${exposed}', its field '${wireName}'; give the name to Field`);
  if ((_transformMetadatas?.get(model)?.get(property)?.length ?? 0) > 1)
    faults.push('@Transform does not reach parse() and json(); give Field.of a kind that reads and writes the value');
  if (type !== undefined && !isOwnType(type)) faults.push('@Type does not reach parse(); use Field.nested');
  return faults.map((fault) => `${property}: ${fault}`);
}

function lineageOf(model: DecoratedClass): unknown[] {
  const lineage: unknown[] = [];
  for (let each: unknown = model; typeof each === 'function'; each = Object.getPrototypeOf(each)) lineage.push(each);
  return lineage;
}
