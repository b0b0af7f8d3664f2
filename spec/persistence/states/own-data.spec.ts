/* Data that stands in the row of its state, as Prefect 3 keeps what came by an event, and not in `artifact`. */
import { State } from '../../../src/index.js';
import { Runs, RunSearch, RunStates, TaskRunEntity, TaskRunStateEntity } from '../../../src/persistence/index.js';
import { queryRows } from '../../../src/persistence/engines/sql.js';
import * as v3 from '../../../src/v3/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';

const RESULT = { storage_key: 'k', storage_block_id: null, expiration: null, serializer: { type: 'pickle' } };

describe.each(ENGINES)('data in the own row of a state, on %s', (engine) => {
  const { current } = freshDatabase(engine);

  /** A task run whose two states have their data in `artifact`, in its row, or in both. */
  async function makeRun(own: unknown): Promise<{ readonly id: string; readonly state: string }> {
    const { run, state } = await new Runs(current()).createTaskRun(
      { name: 't', taskKey: 't', dynamicKey: '0' },
      State.completed({ data: { of: 'artifact' } }),
    );
    const sql = 'UPDATE task_run_state SET data = ? WHERE id = ?';
    await current().write((manager) => queryRows(manager, sql, [JSON.stringify(own), state!.id]));
    return { id: run.id, state: state!.id };
  }

  const unlink = async (id: string): Promise<unknown> =>
    current().write((manager) =>
      queryRows(manager, 'UPDATE task_run_state SET result_artifact_id = NULL WHERE id = ?', [id]),
    );

  it.each([
    ['what an event brings', RESULT],
    ['more than a page', { text: 'x'.repeat(300_000) }],
    ['a number', 7.5],
    ['a list', [1, null]],
  ])('is read by every reader: %s', async (_, own) => {
    const { id, state } = await makeRun(own);
    await unlink(state);
    const states = new RunStates(current(), 'task_run', { stateClass: v3.State });
    const search = new RunSearch(current(), { stateClass: v3.State });
    const read = [(await states.find(state))!, ...(await states.history(id)), (await states.current([id])).get(id)!];
    for await (const page of states.historyPages(id)) read.push(...page);
    read.push((await search.taskRun(id))!.state!);
    for await (const page of search.taskRunPages({})) read.push(...page.map((found) => found.state!));
    const row = await current().reader.findOneOrFail(TaskRunStateEntity, { where: { id: state } });
    read.push(row.asState({ stateClass: v3.State }));
    expect(read.map(({ data }) => data)).toEqual(Array.from({ length: 7 }, () => own));
  });

  it('goes before what the artifact has', async () => {
    const { id } = await makeRun(RESULT);
    const [state] = await new RunStates(current(), 'task_run').history(id);
    expect(state!.data).toEqual(RESULT);
  });

  it('is not read where a history is asked for without data', async () => {
    const { id } = await makeRun(RESULT);
    const [state] = await new RunStates(current(), 'task_run').history(id, { withData: false });
    expect(state!.data).toBeNull();
  });

  it('is deleted with its run', async () => {
    const { id, state } = await makeRun(RESULT);
    await unlink(state);
    await new Runs(current()).deleteTaskRun(id);
    expect([await current().reader.count(TaskRunEntity), await current().reader.count(TaskRunStateEntity)]).toEqual([
      0, 0,
    ]);
  });
});
