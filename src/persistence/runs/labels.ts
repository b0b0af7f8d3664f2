import { type EntityManager } from 'typeorm';

import { type FlowEntity } from '../tables/flow.entity.js';
import { type FlowRunEntity } from '../tables/flow-run.entity.js';
import { readRow } from '../tables/rows.js';
import { type TaskRunEntity } from '../tables/task-run.entity.js';

/**
 * Puts the labels of what a run belongs to before its own, when it has any.
 *
 * @param name - the label that names it
 * @internal
 * @source prefect 3.8.8, server/models/flow_runs.py, `with_system_labels_for_flow_run`
 */
export async function inherit(
  manager: EntityManager,
  run: FlowRunEntity | TaskRunEntity,
  parent: new () => FlowEntity | FlowRunEntity,
  id: string | null,
  name: string,
): Promise<void> {
  if (run.labels === null || id === null) return;
  const found = await readRow(manager, parent, id);
  run.labels = { ...found?.labels, [name]: id, ...run.labels };
}
