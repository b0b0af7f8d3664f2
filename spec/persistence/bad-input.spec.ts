/* What makes no sense is refused before a database sees it: one table, asked of both engines, with the same errors. */
import { DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';

import { formatDateTime, State, ValidationError } from '../../src/index.js';
import {
  Blocks,
  FlowEntity,
  type FlowRunFilter,
  ObjectNotFoundError,
  ReferenceNotFoundError,
  Runs,
  RunSearch,
  RunStates,
} from '../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../support/database.js';
import { newFlowRun } from '../support/runs.js';

interface Doors {
  readonly runs: Runs;
  readonly states: RunStates;
  readonly search: RunSearch;
  readonly blocks: Blocks;
  /** A run that is there. */
  readonly id: string;
  readonly flowId: string;
}

/** What a caller without types may do. */
type Call = (doors: Doors) => Promise<unknown>;
type Loose = (...args: unknown[]) => Promise<unknown>;
type Fault = readonly [loc: string, type: string];

/** A method with arguments of any type. */
const loose =
  (door: object, method: string): Loose =>
  (...args) =>
    (door as Record<string, Loose>)[method]!(...args);

const NO_ID: readonly [unknown, string][] = [
  ['x', 'type_error.uuid'],
  ['', 'type_error.uuid'],
  ['123e4567-e89b-12d3-a456-42661417400', 'type_error.uuid'],
  ["' OR 1=1 --", 'type_error.uuid'],
  [5, 'type_error.uuid'],
  [{}, 'type_error.uuid'],
  [null, 'type_error.none.not_allowed'],
  [undefined, 'value_error.missing'],
];

const NO_COUNT: readonly [unknown, string][] = [
  [-1, 'value_error.number.not_ge'],
  [1.5, 'type_error.integer'],
  [NaN, 'type_error.integer'],
  [Infinity, 'type_error.integer'],
  ['5', 'type_error.integer'],
  [5n, 'type_error.integer'],
];

const NO_TIME: readonly [unknown, string][] = [
  ['yesterday', 'value_error.parser'],
  [5, 'value_error'],
  [new Date(NaN), 'value_error'],
  [DateTime.invalid('x'), 'value_error'],
  [DateTime.utc(9000).plus({ years: 2000 }), 'value_error'],
  ['9999-12-31T23:59:59-12:00', 'value_error'],
];

/** The places where an id is taken: what it is called there, and how it is asked. */
const TAKES_ID: readonly [string, string, (doors: Doors, id: unknown) => Promise<unknown>][] = [
  ['RunStates.append()', 'run_id', ({ states }, id) => loose(states, 'append')(id, State.running())],
  ['RunStates.propose()', 'run_id', ({ states }, id) => loose(states, 'propose')(id, State.running())],
  ['RunStates.bulkAppend()', 'run_id', ({ states }, id) => loose(states, 'bulkAppend')(id, [State.running()])],
  ['RunStates.find()', 'state_id', ({ states }, id) => loose(states, 'find')(id)],
  ['RunStates.history()', 'run_id', ({ states }, id) => loose(states, 'history')(id)],
  ['RunSearch.flow()', 'id', ({ search }, id) => loose(search, 'flow')(id)],
  ['RunSearch.flowRun()', 'id', ({ search }, id) => loose(search, 'flowRun')(id)],
  ['RunSearch.taskRun()', 'id', ({ search }, id) => loose(search, 'taskRun')(id)],
  ['Runs.updateFlowRun()', 'id', ({ runs }, id) => loose(runs, 'updateFlowRun')(id, { name: 'n' })],
  ['Runs.updateTaskRun()', 'id', ({ runs }, id) => loose(runs, 'updateTaskRun')(id, { name: 'n' })],
  ['Runs.deleteFlowRun()', 'id', ({ runs }, id) => loose(runs, 'deleteFlowRun')(id)],
  ['Runs.deleteTaskRun()', 'id', ({ runs }, id) => loose(runs, 'deleteTaskRun')(id)],
  ['Runs.createFlowRun()', 'flow_id', ({ runs }, flowId) => loose(runs, 'createFlowRun')({ name: 'n', flowId })],
  ['Blocks.find()', 'id', ({ blocks }, id) => loose(blocks, 'find')(id)],
];

const find =
  (flowRuns: unknown): Call =>
  ({ search }) =>
    loose(search, 'flowRuns')({ flowRuns });
const page =
  (options: unknown): Call =>
  ({ search }) =>
    loose(search, 'flowRuns')({}, options);
const history =
  (options: unknown): Call =>
  ({ states, id }) =>
    loose(states, 'history')(id, options);
const makeRun =
  (fields: object): Call =>
  ({ runs, flowId }) =>
    loose(runs, 'createFlowRun')({ name: 'n', flowId, ...fields });
const makeTask =
  (fields: object): Call =>
  ({ runs }) =>
    loose(runs, 'createTaskRun')({ name: 'n', taskKey: 't', dynamicKey: '0', ...fields });

const spoilt = (fields: object): State => Object.assign(State.running(), fields);

const REFUSED: readonly [string, Call, ...Fault[]][] = [
  ...NO_COUNT.flatMap(([value, type]): [string, Call, Fault][] => [
    [`history({ limit: ${String(value)} })`, history({ limit: value }), ['limit', type]],
    [`flowRuns({}, { limit: ${String(value)} })`, page({ limit: value }), ['limit', type]],
    [`flowRuns({}, { offset: ${String(value)} })`, page({ offset: value }), ['offset', type]],
  ]),
  ...NO_TIME.flatMap(([value, type]): [string, Call, Fault][] => [
    [`history({ after: ${String(value)} })`, history({ after: value }), ['after', type]],
    [
      `flowRuns({ startTime: { before: ${String(value)} } })`,
      find({ startTime: { before: value } }),
      ['flow_runs.start_time.before_', type],
    ],
    [
      `createTaskRun({ cacheExpiration: ${String(value)} })`,
      makeTask({ cacheExpiration: value }),
      ['cache_expiration', type],
    ],
  ]),
  ["history({ order: 'latest' })", history({ order: 'latest' }), ['order', 'type_error.enum']],
  ['history({ order: null })', history({ order: null }), ['order', 'type_error.none.not_allowed']],
  ["history({ orde: 'newest' })", history({ orde: 'newest' }), ['orde', 'value_error.extra']],
  ['history({ withData: {} })', history({ withData: {} }), ['with_data', 'type_error.bool']],
  ['history(id, 5)', history(5), ['__root__', 'type_error']],
  ['history(id, null)', history(null), ['__root__', 'type_error']],
  [
    'several faults at once',
    history({ limit: -1, order: 1 }),
    ['order', 'type_error.enum'],
    ['limit', 'value_error.number.not_ge'],
  ],
  ["flowRuns({}, { sort: 'NAME' })", page({ sort: 'NAME' }), ['sort', 'type_error.enum']],
  ["flowRuns({}, { sort: 'toString' })", page({ sort: 'toString' }), ['sort', 'type_error.enum']],
  ['flowRuns({}, { limit: null })', page({ limit: null }), ['limit', 'type_error.none.not_allowed']],
  ['flowRuns({}, { page: 2 })', page({ page: 2 }), ['page', 'value_error.extra']],
  ['flowRuns(null)', ({ search }) => loose(search, 'flowRuns')(null), ['__root__', 'type_error']],
  [
    'flowRuns({ flowRun: {} })',
    ({ search }) => loose(search, 'flowRuns')({ flowRun: {} }),
    ['flowRun', 'value_error.extra'],
  ],
  ['flowRuns({ flowRuns: [] })', find([]), ['flow_runs', 'type_error.dict']],
  [
    "a criterion's ids",
    find({ id: { any: ['x', randomUUID(), 5] } }),
    ['flow_runs.id.any_.0', 'type_error.uuid'],
    ['flow_runs.id.any_.2', 'type_error.uuid'],
  ],
  ['an unknown criterion', find({ nam: { any: ['a'] } }), ['flow_runs.nam', 'value_error.extra']],
  ['`before` of a name', find({ name: { before: '2026-01-01' } }), ['flow_runs.name.before', 'value_error.extra']],
  ['`like` of an id', find({ id: { like: 'a' } }), ['flow_runs.id.like', 'value_error.extra']],
  ['`like` of tags', find({ tags: { like: 'a' } }), ['flow_runs.tags.like', 'value_error.extra']],
  ['`all` of a name', find({ name: { all: ['a'] } }), ['flow_runs.name.all', 'value_error.extra']],
  ['`any` of a time', find({ startTime: { any: [] } }), ['flow_runs.start_time.any', 'value_error.extra']],
  ['`any` that is no list', find({ name: { any: 'a' } }), ['flow_runs.name.any_', 'type_error.list']],
  [
    'a type of state that is none',
    find({ state: { type: { any: ['NOPE'] } } }),
    ['flow_runs.state.type.any_.0', 'type_error.enum'],
  ],
  ['an operator that is none', find({ operator: 'xor' }), ['flow_runs.operator', 'type_error.enum']],
  [
    'countFlowRuns() of what is none',
    ({ search }) => loose(search, 'countFlowRuns')({ flows: { id: { any: [1] } } }),
    ['flows.id.any_.0', 'type_error.uuid'],
  ],
  [
    'countTaskRunsByState() of what is none',
    ({ search }) => loose(search, 'countTaskRunsByState')({ taskRuns: { subflowRuns: { exist: true } } }),
    ['task_runs.subflow_runs.exist', 'value_error.extra'],
  ],
  [
    'taskRuns() of what is none',
    ({ search }) => loose(search, 'taskRuns')({ taskRuns: { flowRunId: { any: ['x'] } } }),
    ['task_runs.flow_run_id.any_.0', 'type_error.uuid'],
  ],
  [
    'current() of ids that are none',
    ({ states, id }) => loose(states, 'current')([id, 'x']),
    ['run_ids.1', 'type_error.uuid'],
  ],
  ['current() of one id', ({ states, id }) => loose(states, 'current')(id), ['run_ids', 'type_error.list']],
  ['current() of nothing', ({ states }) => loose(states, 'current')(null), ['run_ids', 'type_error.none.not_allowed']],
  [
    'append() of no state',
    ({ states, id }) => loose(states, 'append')(id, { type: 'RUNNING' }),
    ['state', 'type_error.state'],
  ],
  ['append() of null', ({ states, id }) => loose(states, 'append')(id, null), ['state', 'type_error.state']],
  [
    'append() of a type that is none',
    ({ states, id }) => states.append(id, spoilt({ type: 'NOPE' })),
    ['type', 'type_error.enum'],
  ],
  [
    'append() of a name that is none',
    ({ states, id }) => states.append(id, spoilt({ name: {} })),
    ['name', 'type_error.str'],
  ],
  [
    'append() of an id that is none',
    ({ states, id }) => states.append(id, spoilt({ id: 'x' })),
    ['id', 'type_error.uuid'],
  ],
  [
    'append() of a time that is none',
    ({ states, id }) => states.append(id, spoilt({ timestamp: 'x' })),
    ['timestamp', 'value_error.parser'],
  ],
  [
    'append() of no details',
    ({ states, id }) => states.append(id, spoilt({ stateDetails: null })),
    ['state_details', 'type_error.none.not_allowed'],
  ],
  [
    'append() with a misspelt option',
    ({ states, id }) => loose(states, 'append')(id, State.running(), { manger: 1 }),
    ['manger', 'value_error.extra'],
  ],
  [
    'append() in what is no transaction',
    ({ states, id }) => loose(states, 'append')(id, State.running(), { manager: 5 }),
    ['manager', 'type_error.manager'],
  ],
  [
    'find() in what is no transaction',
    ({ states, id }) => loose(states, 'find')(id, { manager: {} }),
    ['manager', 'type_error.manager'],
  ],
  [
    'propose() with a misspelt option',
    ({ states, id }) => loose(states, 'propose')(id, State.running(), { forced: true }),
    ['forced', 'value_error.extra'],
  ],
  [
    'propose() with a force that is none',
    ({ states, id }) => loose(states, 'propose')(id, State.running(), { force: 'x' }),
    ['force', 'type_error.bool'],
  ],
  [
    'bulkAppend() of one state',
    ({ states, id }) => loose(states, 'bulkAppend')(id, State.running()),
    ['states', 'type_error.list'],
  ],
  [
    'bulkAppend() of what is no state',
    ({ states, id }) => loose(states, 'bulkAppend')(id, [State.running(), 5]),
    ['states.1', 'type_error.state'],
  ],
  [
    'bulkAppend() of a spoilt state',
    ({ states, id }) => states.bulkAppend(id, [State.running(), spoilt({ type: 1 })]),
    ['states.1.type', 'type_error.enum'],
  ],
  ['createFlow() of nothing', ({ runs }) => loose(runs, 'createFlow')(), ['__root__', 'type_error']],
  [
    'createFlow() without tags',
    ({ runs }) => loose(runs, 'createFlow')({ name: 'n' }),
    ['tags', 'value_error.missing'],
  ],
  [
    'createFlow() with a name that is none',
    ({ runs }) => loose(runs, 'createFlow')({ name: null, tags: ['a', {}] }),
    ['name', 'type_error.none.not_allowed'],
    ['tags.1', 'type_error.str'],
  ],
  ['createFlowRun() with a misspelt field', makeRun({ parametrs: {} }), ['parametrs', 'value_error.extra']],
  ['createFlowRun() with parameters that are none', makeRun({ parameters: [1] }), ['parameters', 'type_error.dict']],
  [
    'createFlowRun() with a parent that is none',
    makeRun({ parentTaskRunId: 'x' }),
    ['parent_task_run_id', 'type_error.uuid'],
  ],
  [
    'createFlowRun() into no state',
    ({ runs, flowId }) => loose(runs, 'createFlowRun')({ name: 'n', flowId }, null),
    ['state', 'type_error.state'],
  ],
  [
    'createTaskRun() without a key',
    ({ runs }) => loose(runs, 'createTaskRun')({ name: 'n', taskKey: 't' }),
    ['dynamic_key', 'value_error.missing'],
  ],
  [
    'createTaskRun() with an id that is none',
    makeTask({ id: 'x', flowRunId: 5 }),
    ['id', 'type_error.uuid'],
    ['flow_run_id', 'type_error.uuid'],
  ],
  [
    'updateFlowRun() of a column that is not changed so',
    ({ runs, id }) => loose(runs, 'updateFlowRun')(id, { stateId: id }),
    ['stateId', 'value_error.extra'],
  ],
  [
    'updateFlowRun() without a name',
    ({ runs, id }) => loose(runs, 'updateFlowRun')(id, { name: null }),
    ['name', 'type_error.none.not_allowed'],
  ],
  ['updateTaskRun() of nothing', ({ runs, id }) => loose(runs, 'updateTaskRun')(id, null), ['__root__', 'type_error']],
  ['Blocks.findType() of no text', ({ blocks }) => loose(blocks, 'findType')({}), ['slug', 'type_error.str']],
  [
    'Blocks.findSchema() of no text',
    ({ blocks }) => loose(blocks, 'findSchema')('x', {}),
    ['version', 'type_error.str'],
  ],
  [
    'Blocks.make() of little',
    ({ blocks }) => loose(blocks, 'make')({ data: {}, blockTypeId: 'x', isAnonymous: false }),
    ['block_schema_id', 'value_error.missing'],
    ['block_type_id', 'type_error.uuid'],
  ],
];

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  let doors: Doors;

  beforeEach(async () => {
    const runs = new Runs(database.current());
    const { run } = await runs.createFlowRun(await newFlowRun(database.current(), { tags: ['a'] }));
    const states = new RunStates(database.current(), 'flow_run');
    const search = new RunSearch(database.current());
    doors = { runs, states, search, blocks: new Blocks(database.current()), id: run.id, flowId: run.flowId };
  });

  /** The error of a call, as data. */
  async function refusalOf(call: Call): Promise<{ readonly name: string; readonly faults: Fault[] }> {
    const error: unknown = await call(doors).then(
      (value) => ({ gives: value }),
      (reason: unknown) => reason,
    );
    if (!(error instanceof ValidationError)) return { name: String(error), faults: [] };
    return { name: error.name, faults: error.issues.map(({ loc, type }) => [loc.join('.'), type]) };
  }

  it('refuses what makes no sense, with the place', async () => {
    const refusals: [string, unknown][] = [];
    for (const [what, call] of REFUSED) refusals.push([what, await refusalOf(call)]);
    expect(refusals).toEqual(REFUSED.map(([what, , ...faults]) => [what, { name: 'ValidationError', faults }]));
    expect(await doors.states.history(doors.id)).toHaveLength(1);
  });

  it('refuses ids that are none, at every door', async () => {
    for (const [door, place, ask] of TAKES_ID) {
      for (const [id, type] of NO_ID) {
        const refusal = await refusalOf((all) => ask(all, id));
        expect([door, id, refusal]).toEqual([door, id, { name: 'ValidationError', faults: [[place, type]] }]);
      }
    }
  });

  it('refuses a sort of runs that is none', () => {
    expect(() => new RunStates(database.current(), 'flow' as 'flow_run')).toThrow(ValidationError);
  });

  it('takes an id in any form, and gives the canonical one', async () => {
    const { id, states, search, runs, flowId, blocks } = doors;
    const forms = [id.toUpperCase(), `urn:uuid:${id}`, `{${id}}`, id.replaceAll('-', '')];
    for (const form of forms) {
      expect((await states.history(form)).length).toBeGreaterThan(0);
      expect([...(await states.current([form])).keys()]).toEqual([id]);
      const kept = await states.append(form, State.running());
      expect(kept.stateDetails.flowRunId).toBe(id);
      expect((await states.propose(form, State.running(), { force: true })).state?.stateDetails.flowRunId).toBe(id);
      const [late] = await states.bulkAppend(form, [
        State.running({ id: form === forms[0] ? randomUUID().toUpperCase() : randomUUID() }),
      ]);
      expect((await states.find(late!.id.toUpperCase()))?.id).toBe(late!.id.toLowerCase());
      expect((await search.flowRun(form))?.run.id).toBe(id);
      expect(await search.countFlowRuns({ flowRuns: { id: { any: [form] } } })).toBe(1);
      expect(await search.countFlowRuns({ flowRuns: { id: { notAny: [form] } } })).toBe(0);
      expect(await runs.updateFlowRun(form, { name: form })).toBe(true);
    }
    const flow = flowId.toUpperCase();
    expect((await search.flow(flow))?.id).toBe(flowId);
    const parent = await runs.createTaskRun({
      name: 't',
      taskKey: 't',
      dynamicKey: '0',
      flowRunId: id.toUpperCase(),
      id: randomUUID().toUpperCase(),
    });
    expect(parent.run).toMatchObject({ id: parent.run.id.toLowerCase(), flowRunId: id });
    const child = await runs.createFlowRun({ name: 'c', flowId: flow, parentTaskRunId: parent.run.id.toUpperCase() });
    expect(child.run).toMatchObject({ flowId, parentTaskRunId: parent.run.id });
    expect((await search.taskRun(parent.run.id.toUpperCase()))?.run.id).toBe(parent.run.id);
    expect(await search.countTaskRuns({ taskRuns: { flowRunId: { any: [id.toUpperCase()] } } })).toBe(1);
    expect(await runs.deleteTaskRun(parent.run.id.toUpperCase())).toBe(true);
    expect(await runs.deleteFlowRun(id.toUpperCase())).toBe(true);
    expect(await blocks.find(id.toUpperCase())).toBeNull();
  });

  it('keeps a state whose id was given in another form under the canonical one', async () => {
    const id = randomUUID();
    const kept = await doors.states.append(doors.id, spoilt({ id: id.toUpperCase() }));
    expect(kept.id).toBe(id);
    expect((await doors.states.find(id))?.id).toBe(id);
  });

  it('takes a time as a DateTime, a Date or a text', async () => {
    const { states, id, search } = doors;
    const last = await states.append(id, State.running({ timestamp: '2190-01-01T00:00:00.5Z' }));
    const at = last.timestamp;
    const shifted = at.setZone('Asia/Kolkata');
    for (const time of [at, shifted, at.toJSDate(), formatDateTime(at), formatDateTime(shifted)]) {
      expect(await states.history(id, { after: time })).toEqual([]);
      expect(await states.history(id, { after: time, order: 'newest' })).toHaveLength(1);
    }
    expect(await search.countFlowRuns({ flowRuns: { startTime: { after: at.toJSDate() } } })).toBe(1);
    expect(await search.countFlowRuns({ flowRuns: { startTime: { before: new Date(0) } } })).toBe(0);
  });

  it('takes as much as there is, and nothing, for a number', async () => {
    const { states, id, search } = doors;
    for (const limit of [1, 2 ** 31, 2 ** 53, 2 ** 63, 1e300]) {
      expect(await states.history(id, { limit })).toHaveLength(1);
      expect(await search.flowRuns({}, { limit })).toHaveLength(1);
      expect(await search.flowRuns({}, { offset: limit })).toEqual([]);
    }
    expect(await states.history(id, { limit: 0 })).toEqual([]);
    expect(await search.flowRuns({}, { limit: 0 })).toEqual([]);
  });

  it('names what a run is to refer to and is not there, and keeps nothing', async () => {
    const { runs, flowId, blocks } = doors;
    const unknown = randomUUID();
    const calls: [string, () => Promise<unknown>][] = [
      ['Flow', () => runs.createFlowRun({ name: 'n', flowId: unknown })],
      ['Task run', () => runs.createFlowRun({ name: 'n', flowId, parentTaskRunId: unknown })],
      ['Flow run', () => runs.createTaskRun({ name: 'n', taskKey: 't', dynamicKey: '0', flowRunId: unknown })],
      [
        'Block type',
        () => blocks.make({ name: 'n', data: {}, blockSchemaId: unknown, blockTypeId: unknown, isAnonymous: false }),
      ],
    ];
    for (const [title, call] of calls) {
      await expect(call()).rejects.toThrow(ReferenceNotFoundError);
      await expect(call()).rejects.toThrow(ObjectNotFoundError);
      await expect(call()).rejects.toThrow(`${title} with id ${unknown} not found`);
    }
    expect(await database.current().reader.countBy(FlowEntity, {})).toBe(1);
    expect(await doors.search.countFlowRuns({})).toBe(1);
    expect(await doors.search.countTaskRuns({})).toBe(0);
  });
});

describe('FlowRunFilter', () => {
  it('offers of a column what can be asked of it', () => {
    const at = DateTime.utc();
    const criteria: FlowRunFilter[] = [
      { name: { like: 'a', any: ['b'], notAny: null }, startTime: { before: at, isNull: false }, tags: { all: ['a'] } },
      // @ts-expect-error a name is not before a time
      { name: { before: at } },
      // @ts-expect-error no part of an id is looked for
      { id: { like: 'a' } },
      // @ts-expect-error a time is looked for from and until
      { startTime: { any: ['2026-01-01'] } },
      // @ts-expect-error no part of a tag is looked for
      { tags: { like: 'a' } },
      // @ts-expect-error there is no such type of state
      { state: { type: { any: ['NOPE'] } } },
      // @ts-expect-error there is no such column
      { flow: {} },
      // @ts-expect-error the methods of a model are no criteria
      { equals: null },
    ];
    expect(criteria).toHaveLength(8);
  });
});
