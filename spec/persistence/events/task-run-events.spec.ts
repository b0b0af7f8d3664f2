/* States of task runs that come by events, by the rules of the reference's recorder. */
import { randomUUID } from 'node:crypto';

import { v3 as api } from '../../../src/api/index.js';
import { formatDateTime, parseDateTime } from '../../../src/index.js';
import { Database, Runs, RunSearch, RunStates, TaskRunEntity, TaskRunEvents } from '../../../src/persistence/index.js';
import { queryRows } from '../../../src/persistence/engines/sql.js';
import * as v3 from '../../../src/v3/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { eventOf, eventWire, instantAt } from '../../support/events.js';
import { newFlowRun } from '../../support/runs.js';

const RECORDED = { status: 'RECORDED' };
const KNOWN = { status: 'KNOWN' };
const RESULT = {
  storage_key: 'k',
  expiration: null,
  serializer: { type: 'pickle' },
  prefect_version: '3.8.8',
  storage_block_id: null,
};

describe.each(ENGINES)('TaskRunEvents.record() on %s', (engine) => {
  const { current, url } = freshDatabase(engine);
  let events: TaskRunEvents;
  let flowRun: string;
  beforeEach(async () => {
    events = new TaskRunEvents(current());
    flowRun = (await new Runs(current()).createFlowRun(await newFlowRun(current()))).run.id;
  });

  const read = async (id: string): Promise<TaskRunEntity> =>
    (await new RunSearch(current()).taskRun(id))?.run ?? Promise.reject(new Error('no such task run'));
  const history = async (id: string): Promise<string[]> => (await states().history(id)).map(({ name }) => name);
  const states = (): RunStates<v3.State> => new RunStates(current(), 'task_run', { stateClass: v3.State });

  it('makes the task run as the event says it, and keeps the state by the id and time of the event', async () => {
    const run = randomUUID();
    const event = eventOf('COMPLETED', { run, flowRun, data: RESULT, details: { untrackable_result: true } });
    expect(await events.record([event])).toEqual([RECORDED]);
    const row = await read(run);
    expect(row).toMatchObject({
      id: run,
      flowRunId: flowRun,
      name: 'add-1fe',
      taskKey: 'add-5149',
      dynamicKey: run,
      tags: ['t'],
      labels: { 'prefect.flow.id': 'f', n: 1.5 },
      taskInputs: { x: [] },
      runCount: 1,
      flowRunRunCount: 1,
      totalRunTime: 4070,
      startTime: null,
      stateId: event.id,
      stateType: 'COMPLETED',
      stateName: 'Completed',
    });
    expect(row.empiricalPolicy.retries).toBe(2);
    expect(formatDateTime(row.expectedStartTime!)).toBe('2026-01-02T03:04:05+00:00');
    const state = await states().find(event.id);
    expect(state?.dict({ jsonCompatible: true })).toMatchObject({
      id: event.id,
      type: 'COMPLETED',
      name: 'Completed',
      timestamp: '2026-01-02T03:04:06Z',
      message: '',
      data: RESULT,
      state_details: { flow_run_id: flowRun, task_run_id: run, untrackable_result: true },
    });
    const [kept] = await queryRows<{ result_artifact_id: string | null }>(
      current().reader,
      'SELECT result_artifact_id FROM task_run_state WHERE id = ?',
      [event.id],
    );
    expect(kept!.result_artifact_id).toBeNull();
  });

  const RUN = randomUUID();
  const THREE = (): api.Event[] => [
    eventOf('PENDING', { run: RUN, flowRun, at: 1, task: { run_count: 0 } }),
    eventOf('RUNNING', { run: RUN, flowRun, at: 2, task: { run_count: 1, start_time: instantAt(2) } }),
    eventOf('COMPLETED', { run: RUN, flowRun, at: 3, task: { run_count: 1, end_time: instantAt(3) } }),
  ];

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['mixed', [1, 2, 0]],
    ['mixed', [2, 0, 1]],
  ])('gives the same history, and the latest state, of events %s, at once and one by one: %j', async (_, order) => {
    for (const atOnce of [true, false]) {
      const three = THREE();
      const sent = order.map((i) => three[i]!);
      if (atOnce) expect(await events.record(sent)).toEqual([RECORDED, RECORDED, RECORDED]);
      else for (const event of sent) expect(await events.record([event])).toEqual([RECORDED]);
      expect(await history(RUN)).toEqual(['Pending', 'Running', 'Completed']);
      const row = await read(RUN);
      expect([row.stateId, row.stateName, row.runCount]).toEqual([three[2]!.id, 'Completed', 1]);
      expect(formatDateTime(row.endTime!)).toBe('2026-01-02T03:04:08+00:00');
      await new Runs(current()).deleteTaskRun(RUN);
    }
  });

  it('leaves columns that a later event does not name, and all where an earlier one comes later', async () => {
    const run = randomUUID();
    await events.record([eventOf('RUNNING', { run, at: 2, task: { start_time: instantAt(2), name: 'first' } })]);
    const bare = eventWire('COMPLETED', { run, at: 3 });
    bare.payload.task_run = { task_key: 'add-5149', dynamic_key: run, end_time: instantAt(3) };
    const early = eventOf('PENDING', { run, at: 1, task: { name: 'early' } });
    await events.record([api.Event.parse(bare), early]);
    const row = await read(run);
    expect([row.name, row.stateName, row.totalRunTime]).toEqual(['first', 'Completed', 4070]);
    expect([row.startTime, row.endTime].map((time) => formatDateTime(time!))).toEqual([
      '2026-01-02T03:04:07+00:00',
      '2026-01-02T03:04:08+00:00',
    ]);
  });

  it('drops an event whose id is known as a whole, in one batch and in another', async () => {
    const run = randomUUID();
    const first = eventOf('PENDING', { run });
    const other = eventOf('RUNNING', { run, id: first.id, at: 2 });
    expect(await events.record([first, first, other])).toEqual([RECORDED, KNOWN, KNOWN]);
    expect(await events.record([other, first])).toEqual([KNOWN, KNOWN]);
    expect([await history(run), (await read(run)).stateName]).toEqual([['Pending'], 'Pending']);
  });

  it('keeps the id of a row that is there for the same flow run, task and dynamic key, for its states too', async () => {
    const [run, other] = [randomUUID(), randomUUID()];
    const task = { dynamic_key: 'd' };
    await events.record([eventOf('PENDING', { run, flowRun, task })]);
    const running = eventOf('RUNNING', { run: other, flowRun, at: 2, task });
    const third = eventOf('COMPLETED', { run: randomUUID(), flowRun, at: 3, task });
    expect(await events.record([running, third])).toEqual([RECORDED, RECORDED]);
    expect(await history(run)).toEqual(['Pending', 'Running', 'Completed']);
    expect((await states().find(running.id))!.stateDetails.taskRunId).toBe(run);
    expect(await new RunSearch(current()).taskRun(other)).toBeNull();
  });

  it('takes two ids of one task run in one batch for one', async () => {
    const [run, other] = [randomUUID(), randomUUID()];
    const task = { dynamic_key: 'd' };
    const both = [eventOf('PENDING', { run, flowRun, task }), eventOf('RUNNING', { run: other, flowRun, at: 2, task })];
    expect(await events.record(both)).toEqual([RECORDED, RECORDED]);
    expect([await history(run), await current().reader.count(TaskRunEntity)]).toEqual([['Pending', 'Running'], 1]);
  });

  it('without a flow run the same keys are other task runs', async () => {
    const task = { dynamic_key: 'd' };
    await events.record([eventOf('PENDING', { task }), eventOf('PENDING', { task })]);
    expect(await current().reader.count(TaskRunEntity)).toBe(2);
  });

  it('moves a task run that REST made, and keeps its history', async () => {
    const made = { name: 't', flowRunId: flowRun, taskKey: 'add-5149', dynamicKey: 'd' };
    const { run } = await new Runs(current()).createTaskRun(made, v3.State.pending({ timestamp: instantAt(0) }));
    const event = eventOf('RUNNING', { flowRun, task: { dynamic_key: 'd', run_count: 4 } });
    expect(await events.record([event])).toEqual([RECORDED]);
    expect(await history(run.id)).toEqual(['Pending', 'Running']);
    expect(await read(run.id)).toMatchObject({ runCount: 4, stateId: event.id, name: 'add-1fe' });
  });

  it('knows the state that REST made with the event of it', async () => {
    const { run, state } = await new Runs(current()).createTaskRun({ name: 't', taskKey: 't', dynamicKey: 'd' });
    expect(await events.record([eventOf('PENDING', { run: run.id, id: state!.id })])).toEqual([KNOWN]);
    expect((await read(run.id)).name).toBe('t');
  });

  it.each([
    ["the server's own", (wire: ReturnType<typeof eventWire>) => (wire.resource['prefect.orchestration'] = 'server')],
    ['no one says whose', (wire: ReturnType<typeof eventWire>) => delete wire.resource['prefect.orchestration']],
    ['another name', (wire: ReturnType<typeof eventWire>) => (wire.event = 'prefect.flow-run.heartbeat')],
  ])('ignores what is not for it: %s', async (_, change) => {
    const wire = eventWire('RUNNING');
    change(wire);
    expect(await events.record([api.Event.parse(wire)])).toEqual([{ status: 'IGNORED' }]);
    expect(await current().reader.count(TaskRunEntity)).toBe(0);
  });

  it.each([
    ['no state', (wire: ReturnType<typeof eventWire>) => (wire.payload.validated_state.type = 'NOPE'), 'type'],
    ['no object', (wire: ReturnType<typeof eventWire>) => (wire.payload.task_run = null as never), 'task_run'],
    ['no task key', (wire: ReturnType<typeof eventWire>) => delete wire.payload.task_run.task_key, 'task_key'],
    [
      'no id of a task run',
      (wire: ReturnType<typeof eventWire>) => (wire.resource['prefect.resource.id'] = 'prefect.task-run.none'),
      'resource',
    ],
    [
      'something else',
      (wire: ReturnType<typeof eventWire>) => (wire.resource['prefect.resource.id'] = 'prefect.flow-run.none'),
      'resource',
    ],
    [
      'an unknown flow run',
      (wire: ReturnType<typeof eventWire>) =>
        (wire.related = [
          { 'prefect.resource.id': `prefect.flow-run.${randomUUID()}`, 'prefect.resource.role': 'flow-run' },
        ]),
      'no such flow run',
    ],
    ['a lone surrogate', (wire: ReturnType<typeof eventWire>) => (wire.payload.task_run.name = 'a\ud800'), 'name'],
    [
      'a time that no column holds',
      (wire: ReturnType<typeof eventWire>) => (wire.payload.task_run.start_time = '0001-01-01T00:00:00+10:00'),
      'start_time',
    ],
    [
      'a key that is too long',
      (wire: ReturnType<typeof eventWire>) => (wire.payload.task_run.cache_key = 'x'.repeat(2001)),
      'cache_key',
    ],
  ])('refuses an event that says %s, tells why, and keeps those around it', async (_, spoil, reason) => {
    const [before, after] = [randomUUID(), randomUUID()];
    const wire = eventWire('RUNNING');
    spoil(wire);
    const bad = api.Event.parse(wire);
    const outcomes = await events.record([
      eventOf('RUNNING', { run: before }),
      bad,
      eventOf('RUNNING', { run: after }),
    ]);
    expect(outcomes).toEqual([
      RECORDED,
      { status: 'REFUSED', reason: expect.stringContaining(reason) as string },
      RECORDED,
    ]);
    expect(await current().reader.count(TaskRunEntity)).toBe(2);
    expect(JSON.stringify(outcomes)).not.toContain('NOPE');
  });

  it('refuses a second state of the same instant, and leaves the task run as it was', async () => {
    const run = randomUUID();
    const refused = { status: 'REFUSED', reason: 'the task run has another state at that instant' };
    const [pending, running] = [eventOf('PENDING', { run }), eventOf('RUNNING', { run, task: { name: 'x' } })];
    expect(await events.record([pending, running])).toEqual([RECORDED, refused]);
    expect(await events.record([eventOf('RUNNING', { run })])).toEqual([refused]);
    expect([await history(run), (await read(run)).name]).toEqual([['Pending'], 'add-1fe']);
  });

  it('keeps what its own check cannot foresee apart, by halves', async () => {
    const runs = Array.from({ length: 9 }, () => randomUUID());
    await current().write((manager) =>
      queryRows(
        manager,
        engine === 'sqlite'
          ? `CREATE TRIGGER no_bad BEFORE INSERT ON task_run WHEN new.name = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END`
          : `ALTER TABLE task_run ADD CONSTRAINT no_bad CHECK (name <> 'bad')`,
        [],
      ),
    );
    try {
      const outcomes = await events.record(
        runs.map((run, i) => eventOf('RUNNING', { run, task: { name: i === 4 ? 'bad' : 'good' } })),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(runs.map((_, i) => (i === 4 ? 'REFUSED' : 'RECORDED')));
      expect(await current().reader.count(TaskRunEntity)).toBe(8);
    } finally {
      const undo = engine === 'sqlite' ? 'DROP TRIGGER no_bad' : 'ALTER TABLE task_run DROP CONSTRAINT no_bad';
      await current().write((manager) => queryRows(manager, undo, []));
    }
  });

  it('keeps more than one statement takes, and every microsecond', async () => {
    const run = randomUUID();
    const many = Array.from({ length: 1200 }, (_, i) => {
      const wire = eventWire('RUNNING', { run, flowRun });
      wire.occurred = `2026-01-02T03:04:05.${String(i).padStart(6, '0')}Z`;
      return api.Event.parse(wire);
    });
    const outcomes = await events.record([...many].sort(() => Math.random() - 0.5));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['RECORDED']));
    const all = await states().history(run);
    expect(all.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    expect((await read(run)).stateTimestamp).toEqual(parseDateTime('2026-01-02T03:04:05.001199Z'));
  });

  it('gives a task run without a name one that is made, or the one of a later event', async () => {
    const named = new TaskRunEvents(current(), { createName: () => 'quiet-otters' });
    const run = randomUUID();
    await named.record([
      eventOf('PENDING', { run, task: { name: undefined } }),
      eventOf('PENDING', { task: { name: '' } }),
    ]);
    expect((await current().reader.find(TaskRunEntity)).map(({ name }) => name)).toEqual([
      'quiet-otters',
      'quiet-otters',
    ]);
    await named.record([eventOf('RUNNING', { run, at: 2 })]);
    expect((await read(run)).name).toBe('add-1fe');
  });

  it('is right when several processes record the same events, in other orders, at once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => Database.open(url())));
    const runs = Array.from({ length: 40 }, () => randomUUID());
    const all = runs.flatMap((run, i) => [
      eventOf('PENDING', { run, flowRun, at: 1, task: { dynamic_key: String(i) } }),
      eventOf('RUNNING', { run, flowRun, at: 2, task: { dynamic_key: String(i) } }),
      // under an id of its own
      eventOf('COMPLETED', { flowRun, at: 3, task: { dynamic_key: String(i) } }),
    ]);
    const answers = await Promise.all(
      [current(), ...others].map(async (database, i) => {
        const mixed = [...all.slice(i * 31), ...all.slice(0, i * 31)];
        const outcomes = [];
        for (let from = 0; from < mixed.length; from += 17)
          outcomes.push(...(await new TaskRunEvents(database).record(mixed.slice(from, from + 17))));
        return outcomes;
      }),
    );
    await Promise.all(others.map((database) => database.close()));
    expect(answers.flat().filter(({ status }) => status === 'RECORDED')).toHaveLength(all.length);
    expect(answers.flat().filter(({ status }) => status === 'KNOWN')).toHaveLength(3 * all.length);
    const rows = await current().reader.find(TaskRunEntity);
    expect(rows.map(({ stateName }) => stateName)).toEqual(runs.map(() => 'Completed'));
    for (const { id } of rows) expect(await history(id)).toEqual(['Pending', 'Running', 'Completed']);
  });
});
