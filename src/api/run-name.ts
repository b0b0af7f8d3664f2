import { Field, type FieldDecorator, types } from '../index.js';
import { kindFor, perWire } from '../inner.js';

/** A text, in which everything that Python takes for nothing is the empty one. */
const textOrNothing = perWire<string>((wire) => {
  const text = kindFor(types.string(), wire);
  return {
    ...text,
    interpret: (value, faults, naming) => (isNothing(value) ? '' : text.interpret(value, faults, naming)),
  };
});

function isNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return !value;
  return Object.keys(value).length === 0;
}

/**
 * The name of a run. Where none is given, null, or nothing, which is the empty text here, the server makes one.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `get_or_create_run_name`
 */
export function RunName(description: string): FieldDecorator<string | null> {
  return Field.of(textOrNothing, { default: null, description, examples: ['my-run'] });
}
