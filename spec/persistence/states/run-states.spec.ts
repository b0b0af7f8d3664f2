import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';

import { compareDateTimes, formatDateTime, parseDateTime, State, ValidationError } from '../../../src/index.js';
import {
  ArtifactEntity,
  Database,
  FlowRunEntity,
  FlowRunStateEntity,
  ObjectNotFoundError,
  Runs,
  RunStates,
} from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';
import { recordedStates } from '../../support/fixtures.js';

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  let flowRunId: string;
  let taskRunId: string;
  let states: RunStates;

  beforeEach(async () => {
    const runs = new Runs(database.current());
    const flowRun = await runs.createFlowRun(await newFlowRun(database.current()));
    flowRunId = flowRun.run.id;
    const taskRun = await runs.createTaskRun({
      name: 't',
      flowRunId,
      taskKey: 'task',
      dynamicKey: '0',
    });
    taskRunId = taskRun.run.id;
    states = new RunStates(database.current(), 'flow_run');
  });

  describe('RunStates.append()', () => {
    it('keeps a state, and answers it as every read gives it', async () => {
      const proposed = State.running({ message: "it's 日本", data: { a: [1, null] }, stateDetails: { cacheKey: 'c' } });
      const kept = await states.append(flowRunId, proposed);
      expect(kept).toMatchObject({ id: proposed.id, message: "it's 日本", stateDetails: { cacheKey: 'c', flowRunId } });
      expect((await states.find(kept.id))?.json()).toBe(kept.json());
      expect((await states.history(flowRunId)).at(-1)?.json()).toBe(kept.json());
    });

    it.each([
      ['an invalid', DateTime.invalid('no')],
      ['a far', DateTime.utc().plus({ years: 9000 })],
    ])('refuses %s DateTime at its place, one by one and many at once', async (_what, at) => {
      const withTime = Object.assign(State.running(), { timestamp: at });
      const withDetail = State.running();
      withDetail.stateDetails.scheduledTime = at;
      const withData = State.running({ data: [at] });
      for (const [above, keep] of [
        [[], (state: State) => states.append(flowRunId, state)],
        [[], (state: State) => states.propose(flowRunId, state)],
        [['states', 0], (state: State) => states.bulkAppend(flowRunId, [state])],
      ] as const) {
        await expect(keep(withTime)).rejects.toMatchObject({ issues: [{ loc: [...above, 'timestamp'] }] });
        await expect(keep(withDetail)).rejects.toMatchObject({
          issues: [{ loc: [...above, 'state_details', 'scheduled_time'] }],
        });
        await expect(keep(withData)).rejects.toMatchObject({ place: 'data[0]' });
      }
      await expect(states.history(flowRunId, { after: at })).rejects.toMatchObject({ issues: [{ loc: ['after'] }] });
      expect(await states.history(flowRunId)).toHaveLength(1);
    });

    it('leaves the state that it was given as it was', async () => {
      const proposed = State.running();
      await states.append(flowRunId, proposed);
      expect(proposed.stateDetails.flowRunId).toBeNull();
    });

    it('keeps microseconds, and gives times in UTC', async () => {
      const timestamp = parseDateTime('2190-01-01T02:00:00.000001+02:00')!;
      const kept = await states.append(flowRunId, State.running({ timestamp }));
      expect(formatDateTime((await states.find(kept.id))!.timestamp)).toBe('2190-01-01T00:00:00.000001+00:00');
    });

    it('keeps a state that is not later than the current one a microsecond after it', async () => {
      const timestamp = '2190-01-01T00:00:00.999999Z';
      for (const late of [timestamp, timestamp, '2020-01-01'])
        await states.append(flowRunId, State.running({ timestamp: late }));
      expect((await states.history(flowRunId)).slice(1).map((state) => formatDateTime(state.timestamp))).toEqual([
        '2190-01-01T00:00:00.999999+00:00',
        '2190-01-01T00:00:01+00:00',
        '2190-01-01T00:00:01.000001+00:00',
      ]);
    });

    it("moves the run's current state with it", async () => {
      const kept = await states.append(flowRunId, State.running({ name: 'Go' }));
      const run = await database.current().reader.findOneByOrFail(FlowRunEntity, { id: flowRunId });
      expect(run).toMatchObject({ stateId: kept.id, stateType: 'RUNNING', stateName: 'Go' });
      expect(compareDateTimes(run.stateTimestamp!, kept.timestamp)).toBe(0);
      expect(compareDateTimes(run.updated, run.created)).toBeGreaterThan(0);
    });

    it('gives a task run both ids', async () => {
      const kept = await new RunStates(database.current(), 'task_run').append(taskRunId, State.running());
      expect(kept.stateDetails).toMatchObject({ flowRunId, taskRunId });
    });

    it('keeps every one of many at once, in order', async () => {
      const appended = await Promise.all(Array.from({ length: 50 }, () => states.append(flowRunId, State.running())));
      const history = await states.history(flowRunId);
      expect(new Set(history.map((state) => state.id))).toEqual(
        new Set([history[0]!.id, ...appended.map((state) => state.id)]),
      );
      expect(
        history.every((state, i) => i === 0 || compareDateTimes(history[i - 1]!.timestamp, state.timestamp) < 0),
      ).toBe(true);
    });

    it("takes part in the caller's transaction", async () => {
      const failing = database.current().write(async (manager) => {
        await states.append(flowRunId, State.running(), { manager });
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await states.history(flowRunId)).toHaveLength(1);
      const run = await database.current().reader.findOneByOrFail(FlowRunEntity, { id: flowRunId });
      expect(run.stateType).toBe('PENDING');
    });

    it('keeps whatever a real server answered, to the letter', async () => {
      for (const wire of recordedStates('2.20.25')) {
        const state = State.parse(wire);
        const kept = await states.append(flowRunId, state.copy({ resetFields: true }));
        const read = await states.find(kept.id);
        const { state_details: details, ...rest } = read!.toJSON();
        expect(rest).toMatchObject({ type: wire.type, name: wire.name, message: wire.message, data: wire.data });
        expect(details).toEqual({ ...(wire.state_details as object), flow_run_id: flowRunId });
      }
    });
  });

  describe('the data of a state', () => {
    const artifacts = () => database.current().reader.find(ArtifactEntity);

    it('is kept in an artifact, with what describes it taken out', async () => {
      const data = { type: 'literal', value: 1, artifact_type: 'result', artifact_description: 'd', artifact_key: '' };
      const kept = await states.append(flowRunId, State.completed({ data }));
      expect(kept.data).toEqual({ type: 'literal', value: 1 });
      expect(await artifacts()).toMatchObject([
        { type: 'result', description: 'd', key: null, data: kept.data, flowRunId },
      ]);
    });

    it.each([
      { data: 0 },
      { data: '' },
      { data: [] },
      { data: 'text' },
      { data: JSON.parse('{"__proto__": 1}') as unknown },
    ])('is read as it was written: %j', async ({ data }) => {
      const kept = await states.append(flowRunId, State.completed({ data }));
      expect((await states.find(kept.id))?.json()).toBe(kept.json());
    });

    it('makes no artifact when the result was not persisted, nor when there is none', async () => {
      const unpersisted = { type: 'unpersisted', artifact_type: 'result' };
      expect((await states.append(flowRunId, State.completed({ data: unpersisted }))).data).toEqual(unpersisted);
      await states.append(flowRunId, State.completed());
      expect(await artifacts()).toEqual([]);
      expect((await states.history(flowRunId)).map((state) => state.data)).toEqual([null, null, null]);
    });

    it('is loaded only on request', async () => {
      const kept = await states.append(flowRunId, State.completed({ data: [1] }));
      const row = await database.current().reader.findOneByOrFail(FlowRunStateEntity, { id: kept.id });
      expect(row.artifact).toBeUndefined();
      expect(row.asState().data).toBeNull();
      expect(row.asState({ withData: 2 }).data).toBe(2);
    });
  });

  describe('RunStates, refusing', () => {
    it('knows no run but those that were made', async () => {
      const id = randomUUID();
      await expect(states.append(id, State.running())).rejects.toThrow(ObjectNotFoundError);
      await expect(states.append(id, State.running())).rejects.toThrow(`Flow run with id ${id} not found`);
      expect(await states.history(id)).toEqual([]);
      expect(await states.find(id)).toBeNull();
    });

    it('keeps no text that the database would change', async () => {
      const appending = states.append(flowRunId, State.running({ name: '\ud800', message: 'a\udfffb' }));
      await expect(appending).rejects.toThrow(ValidationError);
      await expect(appending).rejects.toMatchObject({ issues: [{ loc: ['name'] }, { loc: ['message'] }] });
      expect(await states.history(flowRunId)).toHaveLength(1);
    });

    it('keeps nothing of a state whose data cannot be written', async () => {
      await expect(states.append(flowRunId, State.completed({ data: 1n }))).rejects.toThrow('data: a bigint');
      expect(await states.history(flowRunId)).toHaveLength(1);
    });

    it('keeps U+0000 and every other character where the engine can', async () => {
      const text = '\u0000a\u0000 \u{10ffff}';
      const message = engine === 'postgres' ? '\u0001 \u{10ffff}' : text;
      const fields = { message, data: { [text]: [text, '\ud800'] }, stateDetails: { cacheKey: message } };
      const kept = await states.append(flowRunId, State.running(fields));
      await database.current().close();
      const again = await Database.open(database.url());
      expect((await new RunStates(again, 'flow_run').find(kept.id))?.json()).toBe(kept.json());
      expect(kept.data).toEqual(fields.data);
      await again.close();
    });
  });

  describe('U+0000', () => {
    const isHeld = engine === 'sqlite';

    it(isHeld ? 'is a character like others' : 'is refused at the field, and nothing is kept', async () => {
      const given = { name: 'a\0', message: '\0', stateDetails: { cacheKey: '\0' }, data: { artifact_key: '\0' } };
      const appending = states.append(flowRunId, State.running(given));
      if (isHeld) {
        expect((await appending).name).toBe('a\0');
        return;
      }
      await expect(appending).rejects.toThrow(ValidationError);
      await expect(appending).rejects.toMatchObject({
        model: 'State',
        issues: [{ loc: ['name'] }, { loc: ['message'] }, { loc: ['state_details', 'cache_key'] }],
      });
      const described = State.running({ data: { artifact_key: '\0' } });
      await expect(states.append(flowRunId, described)).rejects.toMatchObject({
        issues: [{ loc: ['data', 'artifact_key'] }],
      });
      expect(await states.history(flowRunId)).toHaveLength(1);
    });
  });
});
