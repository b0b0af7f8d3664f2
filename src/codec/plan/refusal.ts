/* The errors of values that are wrong as a whole. */
import { ValidationError } from '../../errors/index.js';
import { type CodedFault, wordsOf } from '../../fields/index.js';
import { type Plan } from './plan.js';

/** The error of a fault of the value as a whole, in the words of its class. */
export function refusalOf({ model, wire }: Plan, fault: CodedFault): ValidationError {
  return ValidationError.of(model, [{ loc: wire.root, ...wordsOf(wire, fault) }]);
}

/** The error of a value that is nested deeper than the stack holds, or inside itself. */
export function tooDeep({ model, wire }: Plan): ValidationError {
  return ValidationError.tooDeep(model, { loc: wire.root, ...wordsOf(wire, { code: 'tooDeep' }) });
}
