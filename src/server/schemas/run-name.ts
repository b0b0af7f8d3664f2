import { randomInt } from 'node:crypto';

import { adjectives, nouns } from 'human-id';

import { Field, type FieldDecorator, type Kind, Kinds } from '../../index.js';

/** Two words at random, such as `quiet-otters`. @source prefect 2.20.25, utilities/names.py, `generate_slug` */
function randomName(): string {
  return [adjectives, nouns].map((words) => words[randomInt(words.length)]).join('-');
}

const text = Kinds.string();

/** A text, in which everything that Python takes for nothing is the empty one. */
const textOrNothing: Kind<string> = {
  ...text,
  interpret: (value, faults, naming) => (isNothing(value) ? '' : text.interpret(value, faults, naming)),
};

function isNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return !value;
  return Object.keys(value).length === 0;
}

/**
 * The name of a run. Where none is given, or nothing, it is a random one.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `get_or_create_run_name`
 */
export function RunName(description?: string): FieldDecorator<string> {
  return Field.of(textOrNothing, {
    default: null,
    settle: { from: [], by: (name: string | null) => name || randomName() },
    examples: ['my-run'],
    ...(description === undefined ? {} : { description }),
  });
}
