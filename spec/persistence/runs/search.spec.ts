import { type RunPage } from '../../../src/api/index.js';
import { parseDateTime, State, type StateType } from '../../../src/index.js';
import { FlowRunEntity, type FlowRunFilter, RUN_ORDERS, Runs, RunSearch } from '../../../src/persistence/index.js';
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

  describe('of several types of states', () => {
    const TIMES = ['2026-01-01', '2026-01-02', null, '2026-01-02', '2026-01-03', null, '2026-01-04'] as const;
    const TYPES = ['RUNNING', 'FAILED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;

    beforeEach(async () => {
      const runs = new Runs(database.current());
      for (const [i, time] of TIMES.entries()) {
        const expectedStartTime = time === null ? null : parseDateTime(time)!;
        const fields = await newFlowRun(database.current(), { name: `run ${i}` });
        const { run } = await runs.createFlowRun(fields, new State({ type: TYPES[i % TYPES.length]! }));
        await database
          .current()
          .write((manager) => manager.update(FlowRunEntity, run.id, { startTime: null, expectedStartTime }));
      }
    });

    it.each(RUN_ORDERS)('finds page by page what it finds at once, in the order %s', async (sort) => {
      const flowRuns = { state: { type: { any: ['FAILED', 'RUNNING', 'FAILED', 'PAUSED'] as StateType[] } } };
      const idsOf = async (page: RunPage): Promise<string[]> =>
        (await search.flowRuns({ flowRuns }, { sort, ...page })).map(({ run }) => run.id);
      const all = await idsOf({});
      expect(all).toHaveLength(6);
      const either = { operator: 'or_', state: flowRuns.state, name: { any: ['run 3'] } } as const;
      expect((await search.flowRuns({ flowRuns: either }, { sort })).map(({ run }) => run.name)).toContain('run 3');
      const everything = await search.flowRuns({}, { sort });
      const wanted = everything.filter(({ state }) => ['FAILED', 'RUNNING'].includes(state!.type));
      expect(all).toEqual(wanted.map(({ run }) => run.id));
      for (const offset of [0, 2, 4]) expect(await idsOf({ limit: 2, offset })).toEqual(all.slice(offset, offset + 2));
      expect(await idsOf({ limit: 2, offset: 6 })).toEqual([]);
      expect(await idsOf({ limit: 0 })).toEqual([]);
      const pages: string[] = [];
      for await (const page of search.flowRunPages({ flowRuns }, { sort }))
        pages.push(...page.map(({ run }) => run.id));
      expect(pages).toEqual(all);
      expect(await search.countFlowRuns({ flowRuns })).toBe(6);
    });
  });

  it('counts by the type of the state', async () => {
    expect(await search.countFlowRunsByState({})).toMatchObject({ RUNNING: 1, PENDING: 1, FAILED: 0 });
  });
});
