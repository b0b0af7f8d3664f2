import { type EntityManager } from 'typeorm';

import { State, type StateClass } from '../../index.js';
import { groupsOf, PAGE_BYTES } from './by-bytes.js';
import { type Database } from '../database.js';
import { dialectOf } from '../engines/engine.js';
import { type StateReadOptions, classOf } from '../given.js';
import { type RunKind } from '../tables/run-kind.js';
import { readStates, type SkimmedState, skimStates } from './read.js';

/** How a history is read page by page. */
export interface PageOptions<S extends State = State> extends StateReadOptions<S> {
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
export async function* historyPages<S extends State = State>(
  { reader }: Database,
  kind: RunKind,
  runId: string,
  { pageSize = 100, ...options }: PageOptions<S> = {},
): AsyncGenerator<readonly S[], void, undefined> {
  const stateClass = classOf(options, historyPages);
  let after: string | null = null;
  do {
    const skimmed: Skimmed<S> = await skim(reader, kind, { runId, after, pageSize, stateClass });
    // none of them is held here while the reader is busy with it
    while (skimmed.groups.length > 0) yield await readGroup(reader, kind, skimmed.groups.shift()!, stateClass);
    ({ after } = skimmed);
  } while (after !== null);
}

/** A part of a history, in groups that are read, or that are to be, because they are large. */
interface Skimmed<S extends State> {
  readonly groups: (readonly SkimmedState<S>[])[];
  /** Behind which time the next part begins; null when there is none. */
  readonly after: string | null;
}

async function skim<S extends State>(
  reader: EntityManager,
  kind: RunKind,
  {
    runId,
    after,
    pageSize,
    stateClass,
  }: {
    readonly runId: string;
    readonly after: string | null;
    readonly pageSize: number;
    readonly stateClass: StateClass<S>;
  },
): Promise<Skimmed<S>> {
  const where = `state.${kind}_id = ? ${after === null ? '' : 'AND timestamp > ?'} ORDER BY timestamp LIMIT ?`;
  const parameters = [runId, ...(after === null ? [] : [after]), pageSize];
  const rows = await skimStates(reader, kind, { where, parameters, stateClass }, Math.floor(PAGE_BYTES / pageSize));
  const isReadToo = (row: SkimmedState<S>, before: SkimmedState<S>): boolean =>
    (row.state === null) === (before.state === null);
  return { groups: [...groupsOf(rows, isReadToo)], after: rows.length < pageSize ? null : rows.at(-1)!.timestamp };
}

async function readGroup<S extends State>(
  reader: EntityManager,
  kind: RunKind,
  group: readonly SkimmedState<S>[],
  stateClass: StateClass<S>,
): Promise<readonly S[]> {
  if (group[0]!.state !== null) return group.map(({ state }) => state!);
  // a run may be deleted while its history is read: then fewer are found
  const dialect = dialectOf(reader);
  const where = `state.id ${dialect.isOneOf('?')} ORDER BY timestamp`;
  const parameters = [dialect.listOf(group.map(({ id }) => id))];
  const found = await readStates(reader, kind, { where, parameters, stateClass });
  return found.map(({ state }) => state);
}
