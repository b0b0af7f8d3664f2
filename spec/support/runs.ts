import { type Database, type NewFlowRun, Runs } from '../../src/persistence/index.js';

/** What it takes to make a run of a flow, which is made here. */
export async function newFlowRun(database: Database, fields: Partial<NewFlowRun> = {}): Promise<NewFlowRun> {
  const { flow } = await new Runs(database).createFlow({ name: 'f', tags: ['a'] });
  return {
    name: 'r',
    flowId: flow.id,
    flowVersion: null,
    parameters: { x: 1 },
    context: {},
    idempotencyKey: null,
    parentTaskRunId: null,
    tags: ['t'],
    ...fields,
  };
}
