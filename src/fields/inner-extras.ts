/*
 * Names inside a nested model that are no field. Its kind, which makes the nested model, leaves them out, so that
 * class-validator, which looks at properties, has nothing to strip or to refuse. Between `plainToInstance` and `validate`
 * the outermost instance therefore has each as a property, called by its path on the wire.
 */
import { type FieldDescriptor, fieldsOf } from './descriptor.js';
import { isWireWritable } from './json-value.js';
import { type Kind } from './kind.js';
import { type NestedKind } from './kinds/index.js';

const shown = new WeakMap<object, string[]>();

/** Shows on an instance what a field was given that is no field inside of it. @internal */
export function showInnerExtras(instance: object, { kind, wireName }: FieldDescriptor, given: unknown): void {
  for (const [path, value] of extrasIn(kind, given, wireName)) {
    shown.set(instance, [...(shown.get(instance) ?? []), path]);
    (instance as Record<string, unknown>)[path] = value;
  }
}

/** Takes them away again, when class-validator has seen them. @internal */
export function hideInnerExtras(instance: object): void {
  for (const path of shown.get(instance) ?? []) Reflect.deleteProperty(instance, path);
  shown.delete(instance);
}

function* extrasIn(kind: Kind, given: unknown, path: string): Generator<[string, unknown]> {
  // an instance has no names but its class's
  if (typeof given !== 'object' || given === null || isWireWritable(given)) return;
  const known = fieldsInside(kind);
  for (const [name, value] of Object.entries(given)) {
    const inner = kind.items ?? known?.get(name)?.kind;
    const place = `${path}.${name}`;
    if (inner !== undefined) yield* extrasIn(inner, value, place);
    else if (known !== null) yield [place, value];
  }
}

/** The fields of the model that a kind nests, by wire names; null for a kind that nests none. */
function fieldsInside(kind: Kind): ReadonlyMap<string, FieldDescriptor> | null {
  if (!('model' in kind)) return null;
  const { prototype } = (kind as NestedKind<object>).model() as unknown as { readonly prototype: object };
  return new Map(fieldsOf(prototype).map((field) => [field.wireName, field]));
}
