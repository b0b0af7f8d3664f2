import { type EntityManager } from 'typeorm';

import { FlowEntity } from '../tables/flow.entity.js';
import { FlowRunEntity } from '../tables/flow-run.entity.js';
import { readRow } from '../tables/rows.js';
import { type AnyRunEntity } from '../tables/run-tables.js';

/**
 * Puts the labels of what a run belongs to, and one that names it, before its own, when it has any.
 *
 * @internal
 * @source prefect 3.8.8, server/models/flow_runs.py, `with_system_labels_for_flow_run`; models/task_runs.py likewise
 */
export async function inheritLabels(manager: EntityManager, run: AnyRunEntity): Promise<void> {
  const [parent, id, name] =
    run instanceof FlowRunEntity
      ? ([FlowEntity, run.flowId, 'prefect.flow.id'] as const)
      : ([FlowRunEntity, run.flowRunId, 'prefect.flow-run.id'] as const);
  if (run.labels === null || id === null) return;
  const found = await readRow<FlowEntity | FlowRunEntity>(manager, parent, id);
  run.labels = { ...found?.labels, [name]: id, ...run.labels };
}
