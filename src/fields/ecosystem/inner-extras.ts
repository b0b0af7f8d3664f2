/*
 * Names inside a nested model that are no field. Its kind, which makes the nested model, leaves them out, so that
 * class-validator, which looks at properties, has nothing to strip or to refuse. Between `plainToInstance` and `validate`
 * the outermost instance therefore has each as a property, called by its path on the wire.
 */
import { type FieldDescriptor, fieldsOf } from '../descriptor.js';
import { isModel } from '../../values/index.js';
import { type Kind } from '../kind.js';
import { type NestedKind } from '../kinds/index.js';

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

/** By a list of what is still to be looked at, each object once: what is given may be deep, or hold itself. */
function* extrasIn(kind: Kind, given: unknown, wireName: string): Generator<[string, unknown]> {
  const open: Part[] = [{ kind, value: given, path: wireName }];
  const seen = new Set<object>();
  // it grows on the way
  for (const { kind: partKind, value, path } of open) {
    // an instance has no names but its class's
    if (typeof value !== 'object' || value === null || isModel(value) || seen.has(value)) continue;
    seen.add(value);
    const known = fieldsInside(partKind);
    for (const [name, item] of Object.entries(value) as [string, unknown][]) {
      const inner = partKind.items ?? known?.get(name)?.kind;
      const place = `${path}.${name}`;
      if (inner !== undefined) open.push({ kind: inner, value: item, path: place });
      else if (known !== null) yield [place, item];
    }
  }
}

interface Part {
  readonly kind: Kind;
  readonly value: unknown;
  readonly path: string;
}

/** The fields of the model that a kind nests, by wire names; null for a kind that nests none. */
function fieldsInside(kind: Kind): ReadonlyMap<string, FieldDescriptor> | null {
  if (!('model' in kind)) return null;
  const { prototype } = (kind as NestedKind<object>).model() as unknown as { readonly prototype: object };
  return new Map(fieldsOf(prototype).map((field) => [field.wireName, field]));
}
