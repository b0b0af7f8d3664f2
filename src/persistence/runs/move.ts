/* Moves runs from state to state: asks the rules, and writes what follows, in the caller's transaction. */
import { randomUUID } from 'node:crypto';
import { type EntityManager } from 'typeorm';

import { compareDateTimes, type State, type StateClass } from '../../index.js';
import {
  type AnyRunColumns,
  decide,
  type Decision,
  type Policies,
  type Policy,
  type TransitionEffect,
} from '../../transitions/index.js';
import { ObjectNotFoundError } from '../errors.js';
import { readRun } from '../states/read.js';
import { writeState, writeStates } from '../states/write.js';
import { loadFacts } from './facts.js';
import { type AnyRunEntity, RUN_TABLES, type RunTables } from '../tables/run-tables.js';
import { insertRows, refuseUnwritable, updateRow } from '../tables/rows.js';
import { TaskRunStateCacheEntity } from '../tables/task-run-state-cache.entity.js';

/** Says which rules are asked about a proposed state. */
export interface RuleOptions {
  /** The rules; they take precedence over `force`. @defaultValue those of the kind of run */
  readonly policy?: Policy<never>;
  /** Asks only the rules that also apply to forced states. @defaultValue false */
  readonly force?: boolean;
}

/** How a run moves. @internal */
export interface MoveOptions<S extends State> extends RuleOptions {
  readonly policies: Policies;
  /** The class that rows are read as. */
  readonly stateClass: StateClass<S>;
}

/** The decision about a proposed state, with a state of a given class. */
export type DecisionOf<S extends State> = Decision & { readonly state: S | null };

/** Proposes a state for a run, and writes the decision. @throws {@link ObjectNotFoundError} when there is no such run @internal */
export async function moveRun<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  id: string,
  proposed: State,
  { policy, policies, stateClass, force = false }: MoveOptions<S>,
): Promise<DecisionOf<S>> {
  const found = await readRun(manager, tables, id, { stateClass, lock: true });
  if (found === null) throw ObjectNotFoundError.of(tables.title, id);
  const { run, state: current } = found;
  const facts = await loadFacts(manager, run, proposed, { policy, policies, stateClass });
  const decision = decide<AnyRunColumns>({ run, current, proposed, facts, policy, policies, force });
  if (!decision.isNew) {
    if (Object.keys(decision.runPatch).length > 0) await updateRow(manager, tables.run, run.id, decision.runPatch);
    return { ...decision, state: current };
  }
  const patch = { ...decision.runPatch, stateId: decision.state!.id };
  const state = await writeState(manager, tables, run, decision.state!, { stateClass, patch });
  for (const effect of decision.effects) await apply(manager, effect, { policies, stateClass });
  return { ...decision, state };
}

/**
 * Keeps past states. Those that are later than the run's current one move it, in the order of time.
 *
 * @returns the states as they were kept, in the order given
 * @throws {@link ObjectNotFoundError} when there is no such run
 * @internal
 */
export async function moveRunThrough<S extends State>(
  manager: EntityManager,
  tables: RunTables,
  id: string,
  states: readonly State[],
  { policies, stateClass }: MoveOptions<S>,
): Promise<S[]> {
  const found = await readRun(manager, tables, id, { stateClass, lock: true });
  if (found === null) throw ObjectNotFoundError.of(tables.title, id);
  const { run, state: first } = found;
  const kept = await writeStates(manager, tables, run, states, stateClass);
  let current: State | null = first;
  let moved: AnyRunColumns = run;
  let patch: RunPatch = {};
  let effects: readonly TransitionEffect[] = [];
  for (const state of laterThan(run, kept)) {
    const decision = decide<AnyRunColumns>({ run: moved, current, proposed: state, policies, policy: [] });
    patch = { ...patch, ...decision.runPatch } as RunPatch;
    moved = { ...moved, ...decision.runPatch } as AnyRunColumns;
    current = state;
    // only the last state of a subflow moves the parent's task run
    ({ effects } = decision);
  }
  if (moved !== run) await updateRow(manager, tables.run, run.id, { ...patch, stateId: current!.id });
  for (const effect of effects) await apply(manager, effect, { policies, stateClass });
  return kept;
}

function laterThan<S extends State>({ stateTimestamp }: AnyRunEntity, states: readonly S[]): S[] {
  return states
    .filter(({ timestamp }) => stateTimestamp === null || compareDateTimes(timestamp, stateTimestamp) > 0)
    .sort((left, right) => compareDateTimes(left.timestamp, right.timestamp));
}

type RunPatch = Partial<AnyRunColumns> & { readonly stateId?: string };

async function apply(
  manager: EntityManager,
  effect: TransitionEffect,
  options: Pick<MoveOptions<State>, 'policies' | 'stateClass'>,
): Promise<void> {
  if (effect.type === 'setTaskRunState') {
    await moveRun(manager, RUN_TABLES.task_run, effect.taskRunId, effect.state, { ...options, force: true });
    return;
  }
  const { cacheKey, cacheExpiration, stateId: taskRunStateId } = effect;
  const entry = { id: randomUUID(), cacheKey, cacheExpiration, taskRunStateId };
  const row = Object.assign(new TaskRunStateCacheEntity(), entry);
  refuseUnwritable(manager, row);
  await insertRows(manager, [row]);
}
