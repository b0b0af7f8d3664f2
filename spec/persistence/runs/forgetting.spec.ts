/* Runs that are deleted, with all that belongs to them. */
import { DateTime } from 'luxon';

import { State } from '../../../src/index.js';
import { Runs, RunSearch, RunStates } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const at = (year: number, type: 'COMPLETED' | 'RUNNING' = 'COMPLETED'): State =>
  State.parse({ type, timestamp: `${year}-01-01T00:00:00Z`, data: { year } });

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  let runs: Runs;
  beforeEach(() => (runs = new Runs(database.current())));

  const countIn = async (table: string): Promise<number> => {
    const [row] = await database
      .current()
      .reader.query<{ count: string | number }[]>(`SELECT count(*) AS count FROM ${table}`);
    return Number(row!.count);
  };
  const createFlowRun = async (name: string, state: State): Promise<string> =>
    (await runs.createFlowRun(await newFlowRun(database.current(), { name }), state)).run.id;
  const createTaskRun = async (name: string, state: State, flowRunId: string | null = null): Promise<string> =>
    (await runs.createTaskRun({ name, flowRunId, taskKey: 't', dynamicKey: name }, state)).run.id;

  it('Runs.deleteFlowRun() and deleteTaskRun() delete the data of states too, and only that of their own', async () => {
    const flowRun = await createFlowRun('a', at(2020));
    await createTaskRun('of a', at(2020), flowRun);
    const taskRun = await createTaskRun('b', at(2020));
    await createFlowRun('c', at(2020));
    expect(await countIn('artifact')).toBe(4);
    expect(await runs.deleteFlowRun(flowRun)).toBe(true);
    expect([await countIn('artifact'), await countIn('task_run')]).toEqual([2, 1]);
    expect(await runs.deleteTaskRun(taskRun)).toBe(true);
    expect([await countIn('artifact'), await countIn('task_run_state'), await countIn('flow_run_state')]).toEqual([
      1, 0, 1,
    ]);
    expect(await runs.deleteFlowRun(flowRun)).toBe(false);
  });

  it('Runs.deleteEnded() deletes what ended before a time, in batches, and nothing else', async () => {
    for (const year of [2020, 2021, 2022, 2023]) {
      const flowRun = await createFlowRun(String(year), at(year));
      await createTaskRun(`of ${year}`, at(year), flowRun);
      await createTaskRun(`task ${year}`, at(year));
    }
    await createFlowRun('runs still', at(2020, 'RUNNING'));
    const before = DateTime.utc(2022, 6, 1);
    const deleted: number[] = [];
    do deleted.push(await runs.deleteEnded(before, { limit: 2 }));
    while (deleted.at(-1) !== 0);
    expect(deleted).toEqual([4, 2, 0]);
    const left = await new RunSearch(database.current()).flowRuns({}, { sort: 'NAME_ASC' });
    expect(left.map(({ run }) => run.name)).toEqual(['2023', 'runs still']);
    expect([await countIn('task_run'), await countIn('artifact')]).toEqual([2, 4]);
  });

  it.each([
    ['before', 'soon', {}],
    ['limit', '2022-01-01', { limit: 1.5 }],
    ['limit', '2022-01-01', { limit: -1 }],
  ])('Runs.deleteEnded() refuses a %s that is none: %p, %p', async (name, before, options) => {
    await expect(runs.deleteEnded(before, options)).rejects.toMatchObject({ model: 'Runs', issues: [{ loc: [name] }] });
  });

  it('others write while many are deleted', async () => {
    for (let i = 0; i < 30; i += 1) await createFlowRun(`old ${i}`, at(2020));
    const kept = await createFlowRun('kept', at(2023, 'RUNNING'));
    const states = new RunStates(database.current(), 'flow_run');
    const order: string[] = [];
    const deleting = runs.deleteEnded(DateTime.utc(2022)).finally(() => order.push('deleted'));
    for (let i = 0; i < 3; i += 1) await states.append(kept, State.running()).then(() => order.push('written'));
    expect(await deleting).toBe(30);
    expect(order).toEqual(['written', 'written', 'written', 'deleted']);
    expect(await states.history(kept)).toHaveLength(4);
  });
});
