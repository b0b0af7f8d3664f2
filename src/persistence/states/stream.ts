import { type EntityManager } from 'typeorm';

import { State, type StateClass } from '../../index.js';
import { groupsOf, PAGE_BYTES } from './by-bytes.js';
import { dialectOf } from '../engines/sql.js';
import { type RunType } from '../tables/run-type.js';
import { readStates, type SkimmedState, skimStates } from './read.js';

/** Which pages of which history. */
interface Pages<S extends State> {
  readonly runId: string;
  readonly pageSize: number;
  readonly stateClass: StateClass<S>;
}

/** The pages of a history, of which none is held while the reader is busy with it. @internal */
export async function* pagesOf<S extends State>(
  reader: EntityManager,
  kind: RunType,
  pages: Pages<S>,
): AsyncGenerator<readonly S[], void, undefined> {
  let after: string | null = null;
  do {
    const skimmed: Skimmed<S> = await skim(reader, kind, { ...pages, after });
    while (skimmed.groups.length > 0) yield await readGroup(reader, kind, skimmed.groups.shift()!, pages.stateClass);
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
  kind: RunType,
  { runId, after, pageSize, stateClass }: Pages<S> & { readonly after: string | null },
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
  kind: RunType,
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
