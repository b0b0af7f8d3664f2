import { type DateTime } from 'luxon';

import { type State } from '../index.js';
import { type Database } from './database.js';
import { RunStates } from './run-states.js';
import { type RunKind } from './run-tables.js';

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
  const states = new RunStates(database, kind);
  let after: DateTime | undefined;
  for (;;) {
    const page: State[] = await states.history(runId, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.timestamp;
  }
}
