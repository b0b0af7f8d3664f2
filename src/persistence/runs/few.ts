/*
 * Whether there are only few runs of which a match is one. SQLite knows nothing of how many rows have a value, and Postgres not of
 * every value; and an order's index is looked through to its end for runs that are few, or old.
 */
import { type EntityManager } from 'typeorm';

/** So many are sooner read and sorted than found in the index of an order. */
export const FEW = 500;

/** A statement is asked for each of so many at most. */
const MOST_LOOKS = 4;

/** Reads ids, of at most `:look`. @returns null where there may be more than a few @internal */
export async function lookFor(
  reader: EntityManager,
  ids: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly string[] | null> {
  const look = reader.createQueryBuilder().select('found.id', 'id').from(`(${ids})`, 'found');
  const found = await look.setParameters({ ...parameters, look: FEW + 1 }).getRawMany<{ readonly id: string }>();
  return found.length > FEW ? null : found.map(({ id }) => id);
}

/** Looks for few runs that the matches are among. @returns their ids; null where there are no such few @internal */
export async function fewOf(
  reader: EntityManager,
  { among, parameters }: { readonly among: readonly string[]; readonly parameters: Readonly<Record<string, unknown>> },
): Promise<readonly string[] | null> {
  for (const ids of among.slice(0, MOST_LOOKS)) {
    const few = await lookFor(reader, ids, parameters);
    if (few !== null) return few;
  }
  return null;
}
