import { type EntityManager } from 'typeorm';

import { type State } from '../../index.js';
import { groupsOf, PAGE_BYTES } from './by-bytes.js';
import { type Database } from '../database.js';
import { type RunKind } from '../tables/run-kind.js';
import { readStates, type SkimmedState, skimStates } from './read.js';

/** How a history is read page by page. */
export interface PageOptions {
  /** The most states of a page. @defaultValue 100 */
  readonly pageSize?: number;
}

/**
 * Reads the states of a run, the oldest first, with their data, and never holds more of them than a page: about 256 kB, or
 * one state that has more. Between two pages no connection is held; a state that is appended meanwhile comes at the end.
 *
 * @returns the pages; none for a run without a state, or that there is not
 * @example
 * ```ts
 * for await (const page of historyPages(database, 'flow_run', runId)) for (const state of page) console.log(state.name);
 * ```
 */
export async function* historyPages(
  { reader }: Database,
  kind: RunKind,
  runId: string,
  { pageSize = 100 }: PageOptions = {},
): AsyncGenerator<readonly State[], void, undefined> {
  let after: string | null = null;
  do {
    const skimmed: Skimmed = await skim(reader, kind, { runId, after, pageSize });
    // none of them is held here while the reader is busy with it
    while (skimmed.groups.length > 0) yield await readGroup(reader, kind, skimmed.groups.shift()!);
    ({ after } = skimmed);
  } while (after !== null);
}

/** A part of a history, in groups that are read, or that are to be, because they are large. */
interface Skimmed {
  readonly groups: (readonly SkimmedState[])[];
  /** Behind which time the next part begins; null when there is none. */
  readonly after: string | null;
}

async function skim(
  reader: EntityManager,
  kind: RunKind,
  { runId, after, pageSize }: { readonly runId: string; readonly after: string | null; readonly pageSize: number },
): Promise<Skimmed> {
  const where = `state.${kind}_id = ? ${after === null ? '' : 'AND timestamp > ?'} ORDER BY timestamp LIMIT ?`;
  const parameters = [runId, ...(after === null ? [] : [after]), pageSize];
  const rows = await skimStates(reader, kind, { where, parameters }, Math.floor(PAGE_BYTES / pageSize));
  const isReadToo = (row: SkimmedState, before: SkimmedState): boolean =>
    (row.state === null) === (before.state === null);
  return { groups: [...groupsOf(rows, isReadToo)], after: rows.length < pageSize ? null : rows.at(-1)!.timestamp };
}

async function readGroup(
  reader: EntityManager,
  kind: RunKind,
  group: readonly SkimmedState[],
): Promise<readonly State[]> {
  if (group[0]!.state !== null) return group.map(({ state }) => state!);
  // a run may be deleted while its history is read: then fewer are found
  const where = `state.id IN (${group.map(() => '?').join(', ')}) ORDER BY timestamp`;
  const found = await readStates(reader, kind, { where, parameters: group.map(({ id }) => id) });
  return found.map(({ state }) => state);
}
