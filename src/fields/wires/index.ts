import { prefect2 } from './prefect2/index.js';

export { prefect3 } from './prefect3/index.js';
export { type IssueDetail, type SchemaStyle, type Wire, wordsOf } from './wire.js';

type Place = readonly (string | number)[];

/** The way to a place inside a value, without what some wire calls the value as a whole. */
export function withoutRoot(loc: Place): Place {
  return loc.filter((name) => !prefect2.root.includes(name as string));
}

/** The wire of a class that names none. */
export const DEFAULT_WIRE = prefect2;
