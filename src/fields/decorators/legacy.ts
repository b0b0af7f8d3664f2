/* Fields by legacy decorators (`experimentalDecorators`), which are given the class's prototype. */
import { DefinitionError } from '../../errors/index.js';
import { declareField, type FieldDescriptor } from '../descriptor.js';
import { openField } from '../ecosystem/index.js';

/**
 * Writes the record of a field to its class.
 *
 * @param method - the property descriptor of a method or an accessor
 * @throws {@link DefinitionError} for what can be no field
 */
export function declareLegacy(
  prototype: object,
  place: string | symbol,
  method: PropertyDescriptor | undefined,
  descriptor: FieldDescriptor,
): void {
  const fault = faultOf(prototype, place, method);
  if (fault !== null) {
    const model = typeof prototype === 'function' ? prototype : prototype.constructor;
    throw DefinitionError.of(model, [`${descriptor.property}: ${fault}`]);
  }
  declareField(prototype.constructor, descriptor);
  openField(prototype, descriptor.property);
}

function faultOf(prototype: object, place: string | symbol, method: PropertyDescriptor | undefined): string | null {
  if (typeof prototype === 'function') return NO_FIELD.static;
  if (typeof place === 'symbol') return NO_FIELD.symbol;
  if (typeof method?.value === 'function' || method?.get !== undefined || method?.set !== undefined)
    return NO_FIELD.method;
  return null;
}

/** Why something that is decorated can be no field. */
export const NO_FIELD = {
  static: 'is static, and fields belong to instances; leave out static',
  symbol: 'is named by a symbol; give the field a name that JSON can hold',
  method: 'is no plain property; decorate a property without value, get, set or accessor',
} as const;
