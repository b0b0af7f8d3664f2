import { type DateTime } from 'luxon';

import { type State } from '../index.js';
import { toTimestamp } from './columns.js';
import { type Database } from './database.js';
import { RUN_TABLES, type RunKind } from './run-tables.js';
import { type RunStateEntity } from './run-state.entity.js';

/** How a history is read page by page. */
export interface PageOptions {
  /** The most states of a page. @defaultValue 500 */
  readonly pageSize?: number;
}

/**
 * Reads the states of a run, the oldest first, with their data, and never holds more of them than a page. Between two
 * pages no connection is held; a state that is appended meanwhile comes at the end.
 *
 * @returns pages that are full but for the last; none for a run without a state, or that there is not
 * @example
 * ```ts
 * for await (const page of historyPages(database, 'flow_run', runId)) for (const state of page) console.log(state.name);
 * ```
 */
export async function* historyPages(
  database: Database,
  kind: RunKind,
  runId: string,
  { pageSize = 500 }: PageOptions = {},
): AsyncGenerator<readonly State[], void, undefined> {
  let after: DateTime | null = null;
  for (;;) {
    const page: State[] = await readPage(database, RUN_TABLES[kind].state, { runId, after, pageSize });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.timestamp;
  }
}

async function readPage(
  database: Database,
  table: new () => RunStateEntity,
  { runId, after, pageSize }: { readonly runId: string; readonly after: DateTime | null; readonly pageSize: number },
): Promise<State[]> {
  const query = database.reader
    .createQueryBuilder(table, 'state')
    .leftJoinAndSelect('state.artifact', 'artifact')
    .where('state.runId = :runId', { runId })
    .orderBy('state.timestamp', 'ASC')
    // not `take`, which for the sake of joins to many rows first reads all that is left of the history; here a row has one
    .limit(pageSize);
  if (after !== null) query.andWhere('state.timestamp > :after', { after: toTimestamp(after) });
  return (await query.getMany()).map((row) => row.asState());
}
