/* What a proposed state does to the rows of its run, and of what hangs on it. */
import { formatDateTime, parseDateTime, State, StateCreate } from '../../../src/index.js';
import {
  FlowRunEntity,
  Runs,
  RunStates,
  TaskRunEntity,
  TaskRunStateCacheEntity,
} from '../../../src/persistence/index.js';
import { ANY_STATE, type FlowRule, RuleError } from '../../../src/transitions/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const T0 = parseDateTime('2026-11-25T10:00:00.000001Z')!;
const T1 = parseDateTime('2026-11-25T10:00:02.500002Z')!;
const T2 = parseDateTime('2026-11-26T12:00:02.500003Z')!;

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);

  async function flowRun(fields: Parameters<typeof newFlowRun>[1] = {}): Promise<FlowRunEntity> {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current(), fields));
    return run;
  }

  async function taskRun(flowRunId: string | null, dynamicKey = '0'): Promise<TaskRunEntity> {
    const { run } = await new Runs(database.current()).createTaskRun({
      name: 't',
      taskKey: 't',
      dynamicKey,
      flowRunId,
    });
    return run;
  }

  const flowRunNow = (id: string): Promise<FlowRunEntity> =>
    database.current().reader.findOneByOrFail(FlowRunEntity, { id });

  const taskRunNow = (id: string): Promise<TaskRunEntity> =>
    database.current().reader.findOneByOrFail(TaskRunEntity, { id });

  describe('a proposal as the wire has it', () => {
    it('is read where it is kept, everywhere that a state is', async () => {
      const proposal = (name: string): StateCreate => StateCreate.parse({ type: 'RUNNING', name, data: { is: name } });
      const runs = new Runs(database.current());
      const { run } = await runs.createFlowRun(await newFlowRun(database.current()), proposal('first'));
      const states = new RunStates(database.current(), 'flow_run');
      const { state } = await states.propose(run.id, proposal('second'), { policy: [] });
      expect(state).toBeInstanceOf(State);
      await states.append(run.id, proposal('third'));
      await states.bulkAppend(run.id, [proposal('fourth')]);
      const kept = await states.history(run.id);
      expect(kept.map(({ name, data }) => [name, data])).toEqual(
        ['first', 'second', 'third', 'fourth'].map((name) => [name, { is: name }]),
      );
    });
  });

  describe("a run's columns", () => {
    it('follow its states, to the microsecond', async () => {
      const states = new RunStates(database.current(), 'flow_run');
      const first = State.scheduled({ scheduledTime: T0, timestamp: T0 });
      const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()), first);
      expect(run).toMatchObject({ runCount: 0, startTime: null, endTime: null, totalRunTime: 0 });
      expect(formatDateTime(run.nextScheduledStartTime!)).toBe('2026-11-25T10:00:00.000001+00:00');
      await states.append(run.id, State.running({ timestamp: T1 }));
      await states.append(run.id, State.completed({ timestamp: T2 }));
      const done = await flowRunNow(run.id);
      expect(done).toMatchObject({ runCount: 1, stateType: 'COMPLETED', nextScheduledStartTime: null });
      expect([done.expectedStartTime!, done.startTime!, done.endTime!].map(formatDateTime)).toEqual([
        '2026-11-25T10:00:00.000001+00:00',
        '2026-11-25T10:00:02.500002+00:00',
        '2026-11-26T12:00:02.500003+00:00',
      ]);
      expect(done.totalRunTime).toBe(26 * 3_600 * 1_000_000 + 1);
    });

    it("hold a length of time as Prefect's own tables do", async () => {
      const { id } = await flowRun();
      const states = new RunStates(database.current(), 'flow_run');
      await states.append(id, State.running({ timestamp: T1.plus({ years: 1 }) }));
      await states.append(id, State.completed({ timestamp: T2.plus({ years: 1 }) }));
      const [row] = await database
        .current()
        .reader.query<{ time: string }[]>("SELECT total_run_time AS time FROM flow_run WHERE name = 'r'");
      expect(row!.time).toBe(engine === 'sqlite' ? '1970-01-02 02:00:00.000000' : '26:00:00');
    });

    it('follow states that have been, in the order of time', async () => {
      const { id } = await flowRun();
      const year = (at: typeof T0): typeof T0 => at.plus({ years: 1 });
      const states = [State.completed({ timestamp: year(T2) }), State.running({ timestamp: year(T1) })];
      await new RunStates(database.current(), 'flow_run').bulkAppend(id, states);
      const run = await flowRunNow(id);
      expect(run).toMatchObject({ stateType: 'COMPLETED', runCount: 1, stateId: states[0]!.id });
      expect(run.totalRunTime).toBe(26 * 3_600 * 1_000_000);
    });
  });

  describe('RunStates.propose()', () => {
    it('keeps the state that a rule puts in the place, and answers why', async () => {
      const { id } = await flowRun();
      const states = new RunStates(database.current(), 'flow_run');
      const later: FlowRule = {
        name: 'Later',
        summary: 'Not now',
        from: ANY_STATE,
        to: ['RUNNING'],
        before: (transition) => {
          transition.reject(State.scheduled({ name: 'Later' }), 'not now');
        },
      };
      const decision = await states.propose(id, State.running(), { policy: [later] });
      expect(decision).toMatchObject({ status: 'REJECT', isNew: true, details: { reason: 'not now' } });
      const history = await states.history(id);
      expect(history.map(({ name }) => name)).toEqual(['Pending', 'Later']);
      expect(history[1]!.equals(decision.state)).toBe(true);
    });

    it('writes nothing when a rule throws', async () => {
      const { id } = await flowRun();
      const before = await flowRunNow(id);
      const states = new RunStates(database.current(), 'flow_run');
      const broken: FlowRule = {
        name: 'Broken',
        summary: 'Throws',
        from: ANY_STATE,
        to: ANY_STATE,
        after: () => {
          throw new Error('no');
        },
      };
      await expect(states.propose(id, State.running(), { policy: [broken] })).rejects.toThrow(RuleError);
      expect(await flowRunNow(id)).toEqual(before);
      expect(await states.history(id)).toHaveLength(1);
    });

    it('brings the task run of a subflow into the state of the subflow', async () => {
      const parent = await flowRun();
      const task = await taskRun(parent.id);
      const { id } = await flowRun({ parentTaskRunId: task.id });
      await new RunStates(database.current(), 'flow_run').propose(id, State.running({ message: 'm' }), { force: true });
      const [, pending, running] = await new RunStates(database.current(), 'task_run').history(task.id);
      expect(pending).toMatchObject({ type: 'PENDING', stateDetails: { childFlowRunId: id } });
      expect(running).toMatchObject({ type: 'RUNNING', message: 'm', stateDetails: { childFlowRunId: id } });
      expect(await taskRunNow(task.id)).toMatchObject({ stateId: running!.id, runCount: 1 });
    });

    it('writes down which state answers for a cache key', async () => {
      const task = await taskRun((await flowRun()).id);
      const cache: FlowRule = {
        name: 'Cache',
        summary: 'Caches',
        from: ANY_STATE,
        to: ANY_STATE,
        after: ({ proposed, effects }) => {
          effects.push({ type: 'cache', cacheKey: 'k', cacheExpiration: T2, stateId: proposed!.id });
        },
      };
      const states = new RunStates(database.current(), 'task_run');
      const { state } = await states.propose(task.id, State.completed(), { policy: [cache] });
      const [entry] = await database.current().reader.find(TaskRunStateCacheEntity);
      expect(entry).toMatchObject({ cacheKey: 'k', taskRunStateId: state!.id });
      expect(formatDateTime(entry!.cacheExpiration!)).toBe(formatDateTime(T2));
    });
  });
});
