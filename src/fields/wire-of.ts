import { type FieldDescriptor } from './descriptor.js';
import { kindFor } from './kind.js';
import { type CodedFault, type FieldFault } from './fault.js';
import { DEFAULT_WIRE, type Wire, wordsOf } from './wires/index.js';

/** The wire of a class. */
export function wireFor(model: object): Wire {
  return (model as { readonly wire?: Wire }).wire ?? DEFAULT_WIRE;
}

/** The wire of an instance's class. */
export function wireOf(model: object): Wire {
  return wireFor(model.constructor);
}

/** A field as a wire has it: with the kind that stands for its own. */
export function fieldFor(field: FieldDescriptor, wire: Wire): FieldDescriptor {
  const kind = kindFor(field.kind, wire);
  return kind === field.kind ? field : { ...field, kind };
}

/** What is wrong, in the words of the class's wire, or of the default wire where it names none. */
export function said(model: object, fault: CodedFault): FieldFault {
  return wordsOf(wireFor(model), fault);
}
