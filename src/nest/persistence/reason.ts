/**
 * What kept a database from answering, as `whyUnavailable` says it; null for another error, and where TypeORM is not
 * installed: there is no database then.
 *
 * @internal
 */
export async function reasonOfDatabase(error: unknown): Promise<string | null> {
  return import('../../persistence/index.js').then(
    ({ whyUnavailable }) => whyUnavailable(error),
    () => null,
  );
}
