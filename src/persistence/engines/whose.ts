/* Whether a database is ours to bring up to date, or new: it is asked before anything is written. */
import { MIGRATIONS, SCHEMA } from '../tables/entities.js';
import { type Dialect } from './dialect.js';
import { DatabaseUseError } from '../errors.js';

/** What can be asked. */
interface Queryable {
  query(sql: string): Promise<unknown>;
}

/** How the names of our migrations end, of whichever version: a team's own may stand in the same table. */
const OF_OURS = /1764000000\d{3}$/;

/**
 * Refuses a database whose tables another program has made, or a newer version of this one.
 *
 * @throws {@link DatabaseUseError} with what was found and what can be done
 */
export async function refuseForeign(database: Queryable, { tables: listTables }: Dialect): Promise<void> {
  const namesIn = async (sql: string): Promise<string[]> =>
    ((await database.query(sql)) as { readonly name: string }[]).map(({ name }) => name);
  const tables = new Set(await namesIn(listTables));
  if (tables.has(SCHEMA.migrationsTableName)) {
    const ours: readonly string[] = MIGRATIONS.map(({ name }) => name);
    const unknown = (await namesIn(`SELECT name FROM ${SCHEMA.migrationsTableName}`)).filter(
      (name) => OF_OURS.test(name) && !ours.includes(name),
    );
    if (unknown.length > 0) throw DatabaseUseError.newer(unknown);
    return;
  }
  if (tables.has('alembic_version')) {
    const [revision] = await namesIn('SELECT version_num AS name FROM alembic_version');
    throw DatabaseUseError.ofPrefect(revision ?? 'none');
  }
  const taken = ['flow', 'flow_run', 'task_run', 'artifact'].filter((name) => tables.has(name));
  if (taken.length > 0) throw DatabaseUseError.foreign(taken);
}
