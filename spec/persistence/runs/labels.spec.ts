import { ObjectNotFoundError, Runs, RunSearch } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe.each(ENGINES)('labels on %s', (engine) => {
  const database = freshDatabase(engine);

  it('come down from a flow to its runs and their task runs, each with its own behind', async () => {
    const runs = new Runs(database.current());
    const { flow } = await runs.createFlow({ name: 'f', tags: [], labels: { team: 'a', n: 1 } });
    const { run } = await runs.createFlowRun({ name: 'r', flowId: flow.id, labels: { team: 'b' } });
    const task = { name: 't', taskKey: 't', dynamicKey: '0', flowRunId: run.id };
    const { run: taskRun } = await runs.createTaskRun({ ...task, labels: { n: 2 } });
    expect(run.labels).toEqual({ team: 'b', n: 1, 'prefect.flow.id': flow.id });
    expect(taskRun.labels).toEqual({ team: 'b', n: 2, 'prefect.flow.id': flow.id, 'prefect.flow-run.id': run.id });
  });

  it('are none of a run that is made without', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    expect(run.labels).toBeNull();
  });

  it('are added to those of a flow run', async () => {
    const runs = new Runs(database.current());
    const { run } = await runs.createFlowRun(await newFlowRun(database.current(), { labels: { a: 1 } }));
    await runs.addFlowRunLabels(run.id, { b: true, a: 'x' });
    const found = await new RunSearch(database.current()).flowRun(run.id);
    expect(found!.run.labels).toEqual({ a: 'x', b: true, 'prefect.flow.id': run.flowId });
    await expect(runs.addFlowRunLabels(NOBODY, {})).rejects.toThrow(ObjectNotFoundError);
  });
});

describe.each(ENGINES)('the delay of a task run on %s', (engine) => {
  const database = freshDatabase(engine);

  it('keeps its fraction', async () => {
    const runs = new Runs(database.current());
    const { run } = await runs.createTaskRun({
      ...{ name: 't', taskKey: 't', dynamicKey: '0' },
      empiricalPolicy: { retries: 1, retryDelay: [0.5, 1] } as never,
    });
    const found = await new RunSearch(database.current()).taskRun(run.id);
    expect(found!.run.empiricalPolicy.retryDelay).toEqual([0.5, 1]);
  });
});
