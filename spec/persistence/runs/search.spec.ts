import { State } from '../../../src/index.js';
import { type FlowRunFilter, Runs, RunSearch } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  let search: RunSearch;
  let parentId: string;

  beforeEach(async () => {
    const runs = new Runs(database.current());
    search = new RunSearch(database.current());
    const make = async (fields: Parameters<typeof newFlowRun>[1], state?: State): Promise<string> =>
      (await runs.createFlowRun(await newFlowRun(database.current(), fields), state)).run.id;
    parentId = await make({ name: 'Parent', tags: ['a', 'b'] }, State.running());
    const { run } = await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey: '0', flowRunId: parentId });
    await make({ name: 'child', tags: [], parentTaskRunId: run.id });
  });

  const names = async (flowRuns: FlowRunFilter): Promise<string[]> =>
    (await search.flowRuns({ flowRuns }, { sort: 'NAME_ASC' })).map(({ run }) => run.name).sort();

  describe('RunSearch.flowRuns()', () => {
    it.each<[string, FlowRunFilter, string[]]>([
      ['nothing', {}, ['Parent', 'child']],
      ['a part of the name, in any case', { name: { like: 'PAR' } }, ['Parent']],
      ['no id of none', { id: { any: [] } }, []],
      ['the type of the state', { state: { type: { any: ['RUNNING', 'FAILED'] } } }, ['Parent']],
      ['tags that all are there', { tags: { all: ['b', 'a'] } }, ['Parent']],
      ['tags of which one is not there', { tags: { all: ['a', 'c'] } }, []],
      ['no tags', { tags: { isNull: true } }, ['child']],
      ['no parent', { parentTaskRunId: { isNull: true } }, ['Parent']],
      ['one of two', { operator: 'or_', name: { any: ['child'] }, tags: { all: ['a'] } }, ['Parent', 'child']],
      ['a text that would be SQL', { name: { any: ["' OR 1=1 --"] } }, []],
    ])('finds by %s', async (_what, criteria, found) => {
      expect(await names(criteria)).toEqual(found);
    });

    it('finds the subflows of a flow run', async () => {
      expect(await names({ parentFlowRunId: { any: [parentId] } })).toEqual(['child']);
    });

    it('gives the state that a run is in, page by page', async () => {
      const page = (offset: number) => search.flowRuns({}, { sort: 'NAME_DESC', limit: 1, offset });
      const found = [...(await page(0)), ...(await page(1)), ...(await page(2))];
      expect(new Map(found.map(({ run, state }) => [run.name, state?.type]))).toEqual(
        new Map([
          ['Parent', 'RUNNING'],
          ['child', 'PENDING'],
        ]),
      );
    });
  });

  describe('RunSearch.taskRuns()', () => {
    it('finds the task runs of flow runs, and those that stand for subflows', async () => {
      const found = (taskRuns: object, flowRuns: FlowRunFilter | null = null): Promise<number> =>
        search.countTaskRuns({ taskRuns, flowRuns });
      expect(await found({}, { name: { any: ['Parent'] } })).toBe(1);
      // a subflow's parent, and the flow run of a task run, are two
      expect(await found({}, { parentFlowRunId: { any: [parentId] } })).toBe(0);
      expect(await found({ subflowRuns: { exists: true } })).toBe(1);
      expect(await found({ subflowRuns: { exists: false } })).toBe(0);
      expect(await found({ flowRunId: { any: [parentId] } })).toBe(1);
    });
  });

  it('counts by the type of the state', async () => {
    expect(await search.countFlowRunsByState({})).toMatchObject({ RUNNING: 1, PENDING: 1, FAILED: 0 });
  });
});
