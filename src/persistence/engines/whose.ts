/* Whether a database is ours to bring up to date, or new: it is asked before anything is written. */
import { MIGRATIONS, SCHEMA } from '../tables/entities.js';
import { type Engine } from './engine.js';
import { DatabaseUseError } from '../errors.js';

/** What can be asked. */
interface Queryable {
  query(sql: string): Promise<unknown>;
}

const TABLES: Readonly<Record<Engine, string>> = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
  postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = ANY (current_schemas(false))',
};

/** How the names of our migrations end, of whichever version: a team's own may stand in the same table. */
const OF_OURS = /1764000000\d{3}$/;

/**
 * Refuses a database whose tables another program has made, or a newer version of this one.
 *
 * @throws {@link DatabaseUseError} with what was found and what can be done
 */
export async function refuseForeign(database: Queryable, engine: Engine): Promise<void> {
  const namesIn = async (sql: string): Promise<string[]> =>
    ((await database.query(sql)) as { readonly name: string }[]).map(({ name }) => name);
  const tables = new Set(await namesIn(TABLES[engine]));
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
