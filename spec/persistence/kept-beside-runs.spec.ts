/* What is kept beside runs and their states: what runs are sent, what they log, and what they show. */
import {
  Artifacts,
  FlowRunInputs,
  type LogBounds,
  type LogEntity,
  Logs,
  type NewLog,
  Runs,
  RunSearch,
} from '../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../support/database.js';
import { newFlowRun } from '../support/runs.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe.each(ENGINES)('FlowRunInputs on %s', (engine) => {
  const database = freshDatabase(engine);

  it('keeps one input of a key, and finds those whose keys begin so', async () => {
    const inputs = new FlowRunInputs(database.current());
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    for (const key of ['a-1', 'a-2', 'b-1']) expect(await inputs.make(run.id, { key, value: `"${key}"` })).toBe('kept');
    expect(await inputs.make(run.id, { key: 'a-1', value: '{}' })).toBe('keyTaken');
    expect(await inputs.make(NOBODY, { key: 'a-1', value: '{}' })).toBe('noFlowRun');
    const keysOf = async (limit: number, excludeKeys: string[] = []): Promise<string[]> =>
      (await inputs.find(run.id, { prefix: 'a-', limit, excludeKeys })).map(({ key }) => key);
    expect(await keysOf(5)).toEqual(['a-1', 'a-2']);
    expect(await keysOf(1)).toEqual(['a-1']);
    expect(await keysOf(5, ['a-1'])).toEqual(['a-2']);
    expect((await inputs.read(run.id, 'b-1'))!.value).toBe('"b-1"');
    expect(await inputs.delete(run.id, 'b-1')).toBe(true);
    expect(await inputs.delete(run.id, 'b-1')).toBe(false);
    expect(await inputs.read(run.id, 'b-1')).toBeNull();
  });
});

describe.each(ENGINES)('Logs on %s', (engine) => {
  const database = freshDatabase(engine);

  const line = (message: string, second: number, fields: object = {}): never =>
    ({ name: 'x', level: 20, message, timestamp: `2026-01-01T00:00:0${second}Z`, ...fields }) as never;

  const messagesOf = async (query: object, page: object = {}): Promise<string[]> =>
    (await new Logs(database.current()).find(query, page)).map(({ message }) => message);

  it('finds lines by run, level and time', async () => {
    const logs = new Logs(database.current());
    await logs.keep([
      line('of a flow run', 2, { flowRunId: NOBODY }),
      line('first', 1, { level: 10 }),
      line('of a task run', 3, { taskRunId: NOBODY, level: 40 }),
    ]);
    expect(await messagesOf({})).toEqual(['first', 'of a flow run', 'of a task run']);
    expect(await messagesOf({}, { sort: 'TIMESTAMP_DESC', limit: 1 })).toEqual(['of a task run']);
    expect(await messagesOf({ flowRunId: { any: [NOBODY] } })).toEqual(['of a flow run']);
    expect(await messagesOf({ taskRunId: { isNull: true } })).toEqual(['first', 'of a flow run']);
    expect(await messagesOf({ level: { atLeast: 20, atMost: 39 } })).toEqual(['of a flow run']);
    expect(await messagesOf({ timestamp: { after: '2026-01-01T00:00:03Z' } })).toEqual(['of a task run']);
  });

  it('leaves out what no text holds', async () => {
    await new Logs(database.current()).keep([line('a\0b\ud800', 1)]);
    expect(await messagesOf({})).toEqual(['ab\ufffd']);
  });

  it('deletes what is too old, and the oldest of what is too much', async () => {
    const logs = new Logs(database.current());
    await logs.keep([1, 2, 3, 4, 5].map((second) => line(String(second), second)));
    expect(await logs.trim({ before: '2026-01-01T00:00:02Z', most: 100 })).toBe(1);
    expect(await messagesOf({})).toEqual(['2', '3', '4', '5']);
    expect(await logs.trim({ before: '2026-01-01T00:00:03Z', most: 2 })).toBe(2);
    expect(await messagesOf({})).toEqual(['4', '5']);
    expect(await logs.trim({ before: '2026-01-01T00:00:03Z', most: 2 })).toBe(0);
  });
});

describe.each(ENGINES)('Logs.trim() on %s, by size', (engine) => {
  const database = freshDatabase(engine);
  const START = Date.UTC(2026, 0, 1);

  /** A line of as many bytes as its message, and one. */
  const line = (message: string, second: number): NewLog => ({
    name: 'n',
    level: 20,
    message,
    timestamp: new Date(START + second * 1000),
  });
  const trim = (bounds: Partial<LogBounds>): Promise<number> =>
    new Logs(database.current()).trim({ before: new Date(START), most: 1_000_000, ...bounds });
  const left = (): Promise<LogEntity[]> => new Logs(database.current()).find({}, { limit: 1_000_000 });

  it('keeps the newest lines that have so many bytes, whatever their characters', async () => {
    await new Logs(database.current()).keep(['aaaaaaaaaa', 'ääää a', 'bbbbbbbbbb', 'cc cc cc c'].map(line));
    for (const [mostBytes, deleted] of [
      [null, 0],
      [44, 0],
      [43, 1],
      [33, 0],
      [32, 1],
    ] as const)
      expect([mostBytes, await trim({ mostBytes })]).toEqual([mostBytes, deleted]);
    expect((await left()).map(({ message }) => message)).toEqual(['bbbbbbbbbb', 'cc cc cc c']);
    expect(await trim({ mostBytes: 0 })).toBe(2);
    expect(await left()).toEqual([]);
  });

  it('measures more lines than it looks at at once, of one time too', async () => {
    await new Logs(database.current()).keep(
      Array.from({ length: 12_000 }, (_, i) => line('aaaaaaaaa', i < 7000 ? 1 : i)),
    );
    expect(await trim({ most: 11_500, mostBytes: 110_001 })).toBe(1000);
    expect(await left()).toHaveLength(11_000);
    expect(await trim({ most: 10_000, mostBytes: 110_001 })).toBe(1000);
    expect(await trim({ before: new Date(START + 2000), mostBytes: 20_000 })).toBe(8000);
    expect((await left())[0]!.timestamp.toMillis()).toBe(START + 10_000 * 1000);
    expect(await left()).toHaveLength(2000);
  }, 30_000);
});

describe.each(ENGINES)('Artifacts on %s', (engine) => {
  const database = freshDatabase(engine);

  it('finds artifacts by what they are, and by their runs', async () => {
    const artifacts = new Artifacts(database.current());
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const first = await artifacts.make({ key: 'report', type: 'markdown', data: '# One', flowRunId: run.id });
    const second = await artifacts.make({ key: 'report', data: { two: 2 }, metadata: { long: 'x'.repeat(501) } });
    expect((await artifacts.find(first.id))!.data).toBe('# One');
    expect((await artifacts.latest('report'))!.id).toBe(second.id);
    expect((await artifacts.find(second.id))!.metadata).toEqual({ long: `${'x'.repeat(500)}...` });
    expect(await artifacts.latest('nope')).toBeNull();
    const idsOf = async (criteria: object, query: object = {}): Promise<string[]> =>
      (await artifacts.search(criteria, query, { sort: 'CREATED_DESC' })).map(({ id }) => id);
    expect(await idsOf({ key: { any: ['report'] } })).toEqual([second.id, first.id]);
    expect(await idsOf({ type: { any: ['markdown'] } })).toEqual([first.id]);
    expect(await idsOf({ key: { exists: true } }, { flowRuns: { id: { any: [run.id] } } })).toEqual([first.id]);
    expect(await idsOf({ key: { exists: false } })).toEqual([]);
  });
});

describe.each(ENGINES)('RunSearch.flows() on %s', (engine) => {
  const database = freshDatabase(engine);

  it('finds flows by what they are, and by the runs that they have', async () => {
    const runs = new Runs(database.current());
    const search = new RunSearch(database.current());
    const { flow: a } = await runs.createFlow({ name: 'a', tags: ['x'] });
    const { flow: b } = await runs.createFlow({ name: 'b', tags: [] });
    const { run } = await runs.createFlowRun({ name: 'r', flowId: b.id });
    const namesOf = async (query: object, page: object = {}): Promise<string[]> =>
      (await search.flows(query, page)).map(({ name }) => name);
    expect(await namesOf({})).toEqual(['a', 'b']);
    expect(await namesOf({}, { sort: 'NAME_DESC', limit: 1 })).toEqual(['b']);
    expect(await namesOf({ flows: { tags: { all: ['x'] } } })).toEqual(['a']);
    expect(await namesOf({ flowRuns: { id: { any: [run.id] } } })).toEqual(['b']);
    expect(await namesOf({ taskRuns: {} })).toEqual([]);
    expect(await search.countFlows({ flows: { name: { any: ['a', 'b'] } } })).toBe(2);
    expect((await search.flowByName('a'))!.id).toBe(a.id);
    expect(await search.flowByName('nope')).toBeNull();
  });
});
