/* Pages that are bounded by their bytes. */
import { addMicroseconds, parseDateTime, State } from '../../../src/index.js';
import { Runs, RunSearch, RunStates } from '../../../src/persistence/index.js';
import { groupsOf, PAGE_BYTES } from '../../../src/persistence/states/by-bytes.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const START = parseDateTime('2020-01-01T00:00:00.000001Z')!;
const LARGE = 300_000;

/* Every place in which a state may be large: its name only on SQLite, because Postgres has it in an index. */
const LARGE_FIELDS: object[] = [
  { data: 'x'.repeat(LARGE) },
  { message: 'é'.repeat(LARGE / 2) },
  { stateDetails: { cacheKey: 'x'.repeat(LARGE) } },
];

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);

  const large = [...LARGE_FIELDS, engine === 'sqlite' ? { name: 'x'.repeat(LARGE) } : LARGE_FIELDS[0]!];

  it('historyPages() gives a page to each state that is large, and together what is small, in order', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(
      await newFlowRun(database.current()),
      State.pending({ timestamp: START }),
    );
    const fields = [...large, {}, {}, ...large, ...Array.from({ length: 150 }, () => ({ data: [1] })), {}];
    const given = fields.map((each, i) => State.running({ ...each, timestamp: addMicroseconds(START, i + 1) }));
    await new RunStates(database.current(), 'flow_run').bulkAppend(run.id, given);
    const pages: (readonly State[])[] = [];
    for await (const page of new RunStates(database.current(), 'flow_run').historyPages(run.id)) pages.push(page);
    expect(pages.flat().map((state) => state.json())).toEqual(
      (await new RunStates(database.current(), 'flow_run').history(run.id)).map((state) => state.json()),
    );
    expect(pages.map((page) => page.length)).toEqual([1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 89, 62]);
  });

  it('historyPages() puts several states of middling size into a page', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const data = 'x'.repeat(50_000);
    const given = Array.from({ length: 20 }, (_, i) => State.running({ data, timestamp: addMicroseconds(START, i) }));
    await new RunStates(database.current(), 'flow_run').bulkAppend(run.id, given);
    const pages: (readonly State[])[] = [];
    for await (const page of new RunStates(database.current(), 'flow_run').historyPages(run.id)) pages.push(page);
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 1]);
  });

  it('RunSearch.flowRunPages() and taskRunPages() give no page with more than they must', async () => {
    const runs = new Runs(database.current());
    const search = new RunSearch(database.current());
    const text = 'x'.repeat(LARGE);
    const flow = await newFlowRun(database.current());
    await runs.createFlowRun({ ...flow, name: 'a' }, State.completed({ data: text }));
    await runs.createFlowRun({ ...flow, name: 'b', parameters: { text } });
    for (const name of ['c', 'd', 'e']) await runs.createFlowRun({ ...flow, name });
    await runs.createTaskRun({ name: 'f', taskKey: 't', dynamicKey: '1', cacheKey: text });
    await runs.createTaskRun({ name: 'g', taskKey: 't', dynamicKey: '2' }, State.failed({ message: text }));

    const flowRuns = [];
    for await (const page of search.flowRunPages({}, { sort: 'NAME_DESC' })) flowRuns.push(page);
    expect(flowRuns.map((page) => page.map(({ run }) => run.name))).toEqual([['e', 'd', 'c'], ['b'], ['a']]);
    expect(JSON.stringify(flowRuns.flat())).toBe(JSON.stringify(await search.flowRuns({}, { sort: 'NAME_DESC' })));
    const taskRuns = [];
    for await (const page of search.taskRunPages({}, { sort: 'NAME_ASC', limit: 5 })) taskRuns.push(page);
    expect(taskRuns.map((page) => page.map(({ run }) => run.name))).toEqual([['f'], ['g']]);
    for (const page of [...flowRuns, ...taskRuns]) if (page.length > 1) expect(bytesOf(page)).toBeLessThan(PAGE_BYTES);
  });
});

describe('groupsOf()', () => {
  const sized = (...all: number[]): { bytes: number }[] => all.map((bytes) => ({ bytes }));

  it.each([
    [[], []],
    [[PAGE_BYTES + 1], [[PAGE_BYTES + 1]]],
    [
      [1, PAGE_BYTES - 1, 1],
      [[1, PAGE_BYTES - 1], [1]],
    ],
    [
      [1, 2 * PAGE_BYTES, 1],
      [[1], [2 * PAGE_BYTES], [1]],
    ],
  ])('makes of %j %j', (rows, groups) => {
    expect([...groupsOf(sized(...rows))].map((group) => group.map(({ bytes }) => bytes))).toEqual(groups);
  });
});
