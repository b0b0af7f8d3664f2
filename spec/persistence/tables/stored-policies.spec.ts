/* Policies that were written before they were checked: the runs that have them go on. */
import { type EntityManager } from 'typeorm';

import { State } from '../../../src/index.js';
import { Runs, RunSearch, RunStates } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

type Write = (table: 'flow_run' | 'task_run', id: string, policy: unknown) => Promise<unknown>;

describe.each(ENGINES)('a stored policy that is not right, on %s', (engine) => {
  const database = freshDatabase(engine);

  const write: Write = (table, id, policy) =>
    database.current().write((manager: EntityManager) => {
      const [first, second] = engine === 'sqlite' ? ['?', '?'] : ['$1::jsonb', '$2'];
      const sql = `UPDATE ${table} SET empirical_policy = ${first} WHERE id = ${second}`;
      return manager.query(sql, [JSON.stringify(policy), id]);
    });

  async function makeRuns(): Promise<{ flowRunId: string; taskRunId: string }> {
    const runs = new Runs(database.current());
    const flow = await runs.createFlowRun(await newFlowRun(database.current()));
    const task = { name: 't', flowRunId: flow.run.id, taskKey: 't', dynamicKey: '0' };
    const { run } = await runs.createTaskRun(task, State.running());
    return { flowRunId: flow.run.id, taskRunId: run.id };
  }

  it.each<[string, object, object]>([
    ['a delay that is a text', { retries: 3, retry_delay: ['x'] }, { retries: 3, retryDelay: null }],
    ['too many delays', { retries: 3, retry_delay: Array(51).fill(1) }, { retries: 3, retryDelay: null }],
    ['a delay with a fraction, as of Prefect 3', { retries: 3, retry_delay: 1.5 }, { retries: 3, retryDelay: 1.5 }],
    ['nothing that is right', { retries: 'x', retry_delay: {}, retry_jitter_factor: -1 }, { retries: null }],
    ['no policy at all', ['x'], { retries: null, retryDelay: null }],
  ])('lets a task run be read without what is wrong: %s', async (_what, stored, read) => {
    const { taskRunId } = await makeRuns();
    await write('task_run', taskRunId, stored);
    const found = await new RunSearch(database.current()).taskRun(taskRunId);
    expect(found?.run.empiricalPolicy).toMatchObject(read);
  });

  it('lets a task run fail and be tried again', async () => {
    const { taskRunId } = await makeRuns();
    await write('task_run', taskRunId, { retries: 3, retry_delay: ['x'] });
    const states = new RunStates(database.current(), 'task_run');
    const { status, state } = await states.propose(taskRunId, State.failed());
    expect([status, state?.name]).toEqual(['REJECT', 'AwaitingRetry']);
  });

  it('lets a flow run pause, and is right from then on', async () => {
    const { flowRunId } = await makeRuns();
    await write('flow_run', flowRunId, { retries: 1, pause_keys: [['a']], retry_type: 'x', resuming: 'maybe' });
    const states = new RunStates(database.current(), 'flow_run');
    await states.propose(flowRunId, State.running(), { force: true });
    const paused = State.paused({ timeoutSeconds: 60, pauseKey: 'k' });
    expect((await states.propose(flowRunId, paused)).status).toBe('ACCEPT');
    const found = await new RunSearch(database.current()).flowRun(flowRunId);
    expect(found?.run.empiricalPolicy).toMatchObject({
      retries: 1,
      pauseKeys: ['k'],
      resuming: false,
      retryType: null,
    });
  });
});
