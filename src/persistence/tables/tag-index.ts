/*
 * SQLite has no index of the items of a list. So each tag of a run stands in a table beside the run's, which triggers keep,
 * whichever program writes to the file. A run may stand there by a tag that it has no longer, never the other way round: a
 * search reads the run's own tags, too.
 */

/** What can be asked. */
interface Queryable {
  query(sql: string): Promise<unknown>;
}

const TABLES = ['flow_run', 'task_run'] as const;

/** The texts among the tags of a row; what is no list has none. */
function textsIn(tags: string): string {
  return `json_each(CASE WHEN json_valid(${tags}) THEN ${tags} ELSE '[]' END) listed WHERE listed.type = 'text'`;
}

/** What each trigger does, by its name. A change of anything but tags fires none. */
function triggersOf(table: string): Readonly<Record<string, string>> {
  const insert = `INSERT INTO ${table}_tag (tag, run_id)
    SELECT DISTINCT listed.value, NEW.id FROM ${textsIn('NEW.tags')} ON CONFLICT DO NOTHING;`;
  // by both columns of the key: there is no index of the runs
  const remove = `DELETE FROM ${table}_tag
    WHERE run_id = OLD.id AND tag IN (SELECT listed.value FROM ${textsIn('OLD.tags')});`;
  return {
    [`tg_${table}__tags_insert`]: `AFTER INSERT ON ${table} BEGIN ${insert} END`,
    [`tg_${table}__tags_update`]: `AFTER UPDATE OF id, tags ON ${table}
      WHEN OLD.tags IS NOT NEW.tags OR OLD.id IS NOT NEW.id BEGIN ${remove} ${insert} END`,
    [`tg_${table}__tags_delete`]: `AFTER DELETE ON ${table} BEGIN ${remove} END`,
  };
}

const NAMES = TABLES.flatMap((table) => Object.keys(triggersOf(table)));
const KEPT = `SELECT COUNT(*) AS count FROM sqlite_master
  WHERE type = 'trigger' AND name IN (${NAMES.map((name) => `'${name}'`).join(', ')})`;

/** Whether every trigger is there: one goes with its table, where a migration of another program makes that again. @internal */
export async function isTagIndexKept(file: Queryable): Promise<boolean> {
  const [{ count }] = (await file.query(KEPT)) as [{ count: number }];
  return count === NAMES.length;
}

/** Makes the index of what there is, in the place of any that is left. @internal */
export async function makeTagIndex(file: Queryable): Promise<void> {
  await dropTagIndex(file);
  for (const table of TABLES) {
    await file.query(
      `CREATE TABLE ${table}_tag (tag NOT NULL, run_id NOT NULL, PRIMARY KEY (tag, run_id)) WITHOUT ROWID`,
    );
    await file.query(`INSERT INTO ${table}_tag (tag, run_id)
      SELECT DISTINCT listed.value, run.id FROM ${table} run, ${textsIn('run.tags')} ORDER BY 1, 2`);
    for (const [name, does] of Object.entries(triggersOf(table))) await file.query(`CREATE TRIGGER ${name} ${does}`);
  }
}

/** @internal */
export async function dropTagIndex(file: Queryable): Promise<void> {
  for (const name of NAMES) await file.query(`DROP TRIGGER IF EXISTS ${name}`);
  for (const table of TABLES) await file.query(`DROP TABLE IF EXISTS ${table}_tag`);
}
