import { randomInt } from 'node:crypto';

import { adjectives, nouns } from 'human-id';

/** Two words at random, such as `quiet-otters`. @source prefect 2.20.25, utilities/names.py, `generate_slug` */
export function randomName(): string {
  return [adjectives, nouns].map((words) => words[randomInt(words.length)]).join('-');
}
