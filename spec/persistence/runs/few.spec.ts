/* Searches among few runs and among many are found in ways of their own: both find what the whole table says, in each order. */
import { RUN_ORDERS, type RunOrder } from '../../../src/api/index.js';
import { type StateType } from '../../../src/index.js';
import { type Database, RunSearch, type RunQuery } from '../../../src/persistence/index.js';
import { FEW } from '../../../src/persistence/runs/few.js';
import { ENGINES, freshDatabase } from '../../support/database.js';

const MANY = 2 * FEW + 200;
const FLOWS = ['many', 'some', 'one', 'none'];
const id = (place: number, n: number): string =>
  `${((n * 2654435761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${`${place}`.padStart(4, '0')}${`${n}`.padStart(8, '0')}`;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly state_type: StateType;
  readonly start_time: string | null;
  readonly expected_start_time: string;
  readonly end_time: string | null;
  readonly flow_id: string;
}

function flowOf(n: number): number {
  return n === 7 ? 2 : n % 60 === 0 ? 1 : 0;
}

/** Times come several times each, and names and types go with other numbers than flows. */
function rowOf(n: number): Row {
  const at = (of: number): string => `2026-01-01 ${`${10 + (of % 12)}`.padStart(2, '0')}:00:00.000000`;
  return {
    id: id(1, n),
    name: `run ${n}`,
    tags: [n % 2 === 0 ? 'even' : 'odd', ...(n % 100 === 0 ? ['rare', 'rare'] : [])],
    state_type: n % 9 === 0 ? 'FAILED' : 'COMPLETED',
    start_time: n % 5 === 0 ? null : at(n * 7),
    expected_start_time: at(n * 5),
    end_time: n % 4 === 0 ? null : at(n * 3),
    flow_id: id(9, flowOf(n)),
  };
}

const ROWS = Array.from({ length: MANY }, (_, n) => rowOf(n));

async function fill(database: Database): Promise<void> {
  await database.write(async (manager) => {
    const insert = async (table: string, rows: readonly object[]): Promise<void> => {
      const names = Object.keys(rows[0]!);
      const text = (value: unknown): string =>
        value === null ? 'NULL' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
      const values = rows.map((row) => `(${Object.values(row).map(text).join(', ')})`).join(', ');
      await manager.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES ${values}`);
    };
    await insert(
      'flow',
      FLOWS.map((name, i) => ({ id: id(9, i), name })),
    );
    await insert('flow_run', ROWS);
    await insert(
      'task_run',
      ROWS.map((row, n) => {
        const { flow_id: flow, ...own } = row;
        return { ...own, id: id(2, n), flow_run_id: row.id, task_key: flow, dynamic_key: '0' };
      }),
    );
  });
}

type Wanted = (row: Row, n: number) => boolean;

const ofFlow = (...any: string[]): RunQuery => ({ flows: { name: { any } } });
const isOfFlow =
  (...flows: number[]): Wanted =>
  (_, n) =>
    flows.includes(flowOf(n));
const QUERIES: readonly (readonly [what: string, query: RunQuery, wanted: Wanted])[] = [
  ['of a flow of many', ofFlow('many'), isOfFlow(0)],
  ['of a flow of some', ofFlow('some'), isOfFlow(1)],
  ['of a flow of one', ofFlow('one'), isOfFlow(2)],
  ['of a flow of none', ofFlow('none'), () => false],
  ['of no flow', ofFlow('nowhere'), () => false],
  ['of two flows', ofFlow('some', 'one'), isOfFlow(1, 2)],
  ['of every flow', { flows: {} }, () => true],
];

const RUN_FILTERS: readonly (readonly [what: string, filter: object, wanted: Wanted])[] = [
  ['by a part of many names', { name: { like: 'RUN' } }, () => true],
  ['by a part of few names', { name: { like: '99' } }, ({ name }) => name.includes('99')],
  ['by a part of no name', { name: { like: 'nowhere' } }, () => false],
  ['by a sign for any', { name: { like: 'n_9%7' } }, ({ name }) => /n 9.*7/.test(name)],
  [
    'by a part or a name',
    { name: { operator: 'or_', like: '99', any: ['run 5'] } },
    ({ name }) => name === 'run 5' || name.includes('99'),
  ],
  [
    'by a part of names or a type',
    { operator: 'or_', name: { like: '99' }, state: { type: { any: ['FAILED'] } } },
    ({ name, state_type: type }) => name.includes('99') || type === 'FAILED',
  ],
  ['by a common tag', { tags: { all: ['even'] } }, ({ tags }) => tags.includes('even')],
  ['by a rare tag', { tags: { all: ['rare'] } }, ({ tags }) => tags.includes('rare')],
  ['by a tag of none', { tags: { all: ['nowhere'] } }, () => false],
  ['by two tags', { tags: { all: ['even', 'rare'] } }, ({ tags }) => tags.includes('rare')],
  ['by two tags of which no run has both', { tags: { all: ['odd', 'rare'] } }, () => false],
  ['by one of two tags', { tags: { any: ['nowhere', 'rare'] } }, ({ tags }) => tags.includes('rare')],
  ['by one of no tags', { tags: { any: [] } }, () => false],
  ['by no tags', { tags: { isNull: true } }, () => false],
  [
    'by a tag or another',
    { tags: { operator: 'or_', all: ['rare'], any: ['odd'] } },
    ({ tags }) => tags.includes('rare') || tags.includes('odd'),
  ],
  [
    'by a rare tag, of two types',
    { tags: { all: ['rare'] }, state: { type: { any: ['FAILED', 'RUNNING'] } } },
    ({ tags, state_type: type }) => tags.includes('rare') && type === 'FAILED',
  ],
];

describe.each(ENGINES)('RunSearch among few runs and many, on %s', (engine) => {
  const database = freshDatabase(engine);
  beforeEach(() => fill(database.current()));

  const inOrder = new Map<string, string[]>();

  /** The ids of all runs, read once an order. */
  async function allIn(kind: 'flowRuns' | 'taskRuns', sort: RunOrder): Promise<string[]> {
    const key = `${kind} ${sort}`;
    if (!inOrder.has(key)) {
      const found = await new RunSearch(database.current())[kind]({}, { sort, limit: 2 * MANY });
      inOrder.set(
        key,
        found.map(({ run }) => run.id),
      );
    }
    return inOrder.get(key)!;
  }

  /** What is found, by each order and by pages, and counted, beside what all runs in that order say. */
  async function expectFound(kind: 'flowRuns' | 'taskRuns', query: RunQuery, wanted: Wanted): Promise<void> {
    const search = new RunSearch(database.current());
    const place = kind === 'flowRuns' ? 1 : 2;
    const numbers = new Map(ROWS.map((_, n) => [id(place, n), n]));
    const idsOf = async (asked: RunQuery, page: object): Promise<string[]> =>
      (await search[kind](asked, page)).map(({ run }) => run.id);
    for (const sort of RUN_ORDERS) {
      const isWanted = (runId: string): boolean => wanted(ROWS[numbers.get(runId)!]!, numbers.get(runId)!);
      const all = (await allIn(kind, sort)).filter(isWanted);
      expect([sort, await idsOf(query, { sort, limit: 5 })]).toEqual([sort, all.slice(0, 5)]);
      expect([sort, await idsOf(query, { sort, limit: 7, offset: 4 })]).toEqual([sort, all.slice(4, 11)]);
    }
    const all = ROWS.filter(wanted);
    const count = kind === 'flowRuns' ? search.countFlowRuns(query) : search.countTaskRuns(query);
    expect(await count).toBe(all.length);
    const byState = kind === 'flowRuns' ? search.countFlowRunsByState(query) : search.countTaskRunsByState(query);
    expect((await byState).FAILED).toBe(all.filter(({ state_type: type }) => type === 'FAILED').length);
  }

  it('finds what is asked, and nothing else, in its order', async () => {
    for (const [, query, wanted] of QUERIES) {
      await expectFound('flowRuns', query, wanted);
      await expectFound('taskRuns', query, wanted);
    }
    for (const [, filter, wanted] of RUN_FILTERS) {
      await expectFound('flowRuns', { flowRuns: filter }, wanted);
      await expectFound('taskRuns', { taskRuns: filter }, wanted);
      const both = { ...ofFlow('many'), flowRuns: filter };
      await expectFound('flowRuns', both, (row, n) => flowOf(n) === 0 && wanted(row, n));
      await expectFound(
        'taskRuns',
        { ...ofFlow('some'), taskRuns: filter },
        (row, n) => flowOf(n) === 1 && wanted(row, n),
      );
    }
    const failed = { ...ofFlow('many'), flowRuns: { state: { type: { any: ['FAILED'] as StateType[] } } } };
    await expectFound('flowRuns', failed, ({ state_type: type }, n) => type === 'FAILED' && flowOf(n) === 0);
  }, 120_000);
});
