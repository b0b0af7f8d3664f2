/* Runs are deleted with all that belongs to them. */
import { type DateTime } from 'luxon';
import { type EntityManager, In, LessThan } from 'typeorm';

import { TERMINAL_STATES } from '../../index.js';
import { ArtifactEntity } from '../tables/artifact.entity.js';
import { toTimestamp } from '../tables/columns.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { LogEntity } from '../tables/log.entity.js';
import { type RunEntity } from '../tables/run.entity.js';
import { queryRows } from '../engines/sql.js';
import { TaskRunEntity } from '../tables/task-run.entity.js';

type RunTable = new () => RunEntity;

/** By its state: one that never began has ended too, but has no time of its end. */
const FINAL = [...TERMINAL_STATES];

/** Those that can be deleted by themselves: a task run of a flow run goes with it. */
const ENDED: readonly (readonly [table: RunTable, which: string])[] = [
  [FlowRunEntity, 'flow_run WHERE'],
  [TaskRunEntity, 'task_run WHERE flow_run_id IS NULL AND'],
];

/** Finds runs that ended before a time, the first to end first. @returns their ids, by their table */
export function findEnded(
  manager: EntityManager,
  { before, limit }: { readonly before: DateTime; readonly limit: number },
): Promise<(readonly [table: RunTable, ids: readonly string[]])[]> {
  const final = FINAL.map((type) => `'${type}'`).join(', ');
  return Promise.all(
    ENDED.map(async ([table, which]) => {
      const sql = `SELECT id FROM ${which} state_type IN (${final}) AND state_timestamp < ? ORDER BY state_timestamp LIMIT ?`;
      const found = await queryRows<{ readonly id: string }>(manager, sql, [toTimestamp(before, 'before'), limit]);
      return [table, found.map(({ id }) => id)] as const;
    }),
  );
}

/**
 * Deletes a run with its states, their data and its log; a flow run with its task runs and inputs.
 *
 * @param before - deletes it only if it ended before: it may have been restarted since it was found
 * @returns false when there is no such run
 */
export async function deleteRun(
  manager: EntityManager,
  table: RunTable,
  id: string,
  before?: DateTime,
): Promise<boolean> {
  const hasEnded = before === undefined ? {} : { stateType: In(FINAL), stateTimestamp: LessThan(before) };
  const { affected } = await manager.delete<RunEntity>(table, { id, ...hasEnded });
  if (affected === 0) return false;
  // behind the states, which refer to artifacts
  const its = table === FlowRunEntity ? { flowRunId: id } : { taskRunId: id };
  await manager.delete(ArtifactEntity, its);
  await manager.delete(LogEntity, its);
  return true;
}
