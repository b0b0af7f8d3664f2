import { type FieldDescriptor } from './descriptor.js';
import { kindFor } from './kind.js';
import { DEFAULT_WIRE, type Wire } from './wires/index.js';

/** The wire of an instance's class. */
export function wireOf(model: object): Wire {
  return (model.constructor as { readonly wire?: Wire }).wire ?? DEFAULT_WIRE;
}

/** A field as a wire has it: with the kind that stands for its own. */
export function fieldFor(field: FieldDescriptor, wire: Wire): FieldDescriptor {
  const kind = kindFor(field.kind, wire);
  return kind === field.kind ? field : { ...field, kind };
}
