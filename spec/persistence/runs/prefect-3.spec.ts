/* Runs that go by the rules of Prefect 3. */
import { addMicroseconds, currentDateTime, State } from '../../../src/index.js';
import { Runs, RunSearch, RunStates } from '../../../src/persistence/index.js';
import { PREFECT_3_POLICIES } from '../../../src/transitions/index.js';
import * as v3 from '../../../src/v3/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const options = { stateClass: v3.State, policies: PREFECT_3_POLICIES };
// what a client of 3.8.8 says of a result that it has kept: it has no `type`
const METADATA = {
  storage_key: '/results/1',
  expiration: null,
  serializer: { type: 'pickle', picklelib: 'cloudpickle', picklelib_version: null },
  prefect_version: '3.8.8',
  storage_block_id: null,
};

describe.each(ENGINES)('runs by PREFECT_3_POLICIES on %s', (engine) => {
  const database = freshDatabase(engine);
  let runs: Runs<v3.State>;
  let states: RunStates<v3.State>;
  let taskStates: RunStates<v3.State>;

  beforeEach(() => {
    runs = new Runs(database.current(), options);
    states = new RunStates(database.current(), 'flow_run', options);
    taskStates = new RunStates(database.current(), 'task_run', options);
  });

  const createFlowRun = async (fields: { parentTaskRunId?: string } = {}): Promise<string> =>
    (await runs.createFlowRun(await newFlowRun(database.current(), fields))).run.id;
  const createTaskRun = async (flowRunId: string | null): Promise<string> =>
    (await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey: '0', flowRunId })).run.id;

  async function timesOf(runId: string, ...names: readonly string[]): Promise<string[]> {
    const found = (await states.history(runId)).filter(({ name }) => names.includes(name));
    return found.map(({ name, timestamp }) => `${name} ${v3.formatDateTimeZ(timestamp)}`);
  }

  it('keep the second of two states of one time at the next microsecond that is free, proposed or not', async () => {
    const runId = await createFlowRun();
    const [time, next, third, fourth] = [0, 1, 2, 3].map((each) => addMicroseconds(START, each));
    await states.propose(runId, v3.State.running({ timestamp: time! }));
    await states.propose(runId, v3.State.cancelling({ timestamp: third! }));
    const { status, state } = await states.propose(runId, v3.State.cancelled({ timestamp: time! }));
    expect([status, v3.formatDateTimeZ(state!.timestamp)]).toEqual(['ACCEPT', v3.formatDateTimeZ(next!)]);
    const appended = await states.append(runId, v3.State.completed({ timestamp: time! }));
    expect(v3.formatDateTimeZ(appended.timestamp)).toBe(v3.formatDateTimeZ(fourth!));
    const written = [time, next, third, fourth].map((each) => v3.formatDateTimeZ(each!));
    expect(await timesOf(runId, 'Running', 'Cancelling', 'Cancelled', 'Completed')).toEqual(
      ['Running', 'Cancelled', 'Cancelling', 'Completed'].map((name, i) => `${name} ${written[i]}`),
    );
  });

  it('keep a state where it was said to be, when its time is free', async () => {
    const runId = await createFlowRun();
    const before = addMicroseconds(START, -1);
    await states.append(runId, v3.State.running({ timestamp: START }));
    const { timestamp } = await states.append(runId, v3.State.completed({ timestamp: before }));
    expect(v3.formatDateTimeZ(timestamp)).toBe(v3.formatDateTimeZ(before));
    expect((await states.current([runId])).get(runId)!.name).toBe('Completed');
  });

  it('bring the task run of a subflow along, by a state of its own, which only background tasks are refused', async () => {
    const flowRunId = await createFlowRun();
    const parent = await createTaskRun(flowRunId);
    const subflow = await createFlowRun({ parentTaskRunId: parent });
    const { state } = await states.propose(subflow, v3.State.completed({ data: METADATA, message: 'done' }));
    const mirrored = (await taskStates.current([parent])).get(parent)!;
    expect(mirrored).toBeInstanceOf(v3.State);
    expect(mirrored).toMatchObject({ name: 'Completed', message: 'done', data: METADATA });
    expect(mirrored.stateDetails).toMatchObject({ childFlowRunId: subflow, flowRunId, taskRunId: parent });
    expect(mirrored.id).toMatch(/^.{14}7/);
    expect(mirrored.id).not.toBe(state!.id);
    expect(mirrored.timestamp).not.toEqual(state!.timestamp);

    // forced: the parent leaves its end, as in Prefect 3, and its result stays
    await states.propose(subflow, v3.State.running(), { force: true });
    expect((await taskStates.current([parent])).get(parent)!.name).toBe('Running');
    await states.propose(subflow, v3.State.pending({ stateDetails: { deferred: true } }), { force: true });
    expect((await states.current([subflow])).get(subflow)!.name).toBe('Pending');
    expect((await taskStates.current([parent])).get(parent)!.name).toBe('Running');
  });

  it('take what a client of Prefect 3 says of a result for one that is kept', async () => {
    const runId = await createFlowRun();
    await states.propose(runId, v3.State.completed({ data: METADATA }));
    const again = await states.propose(runId, v3.State.running());
    expect([again.status, again.details]).toMatchObject(['REJECT', { reason: 'Run is already COMPLETED.' }]);
    for (const force of [false, true]) {
      const lost = await states.propose(runId, v3.State.completed(), { force });
      const reason = 'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.';
      expect([lost.status, lost.details]).toMatchObject(['REJECT', { reason }]);
      expect(lost.state!.data).toEqual(METADATA);
    }
    const other = { ...METADATA, storage_key: '/results/2' };
    expect((await states.propose(runId, v3.State.completed({ data: other }))).state!.data).toEqual(other);

    const taskRunId = await createTaskRun(null);
    await taskStates.propose(taskRunId, v3.State.completed({ data: METADATA }));
    expect((await taskStates.propose(taskRunId, v3.State.running())).status).toBe('REJECT');
  });

  it('give a run that ends without having begun its end as its start, in bulk too', async () => {
    const [one, other] = [await createFlowRun(), await createFlowRun()];
    await states.propose(one, v3.State.crashed());
    await states.bulkAppend(other, [v3.State.crashed({ timestamp: currentDateTime() })]);
    for (const id of [one, other]) {
      const { run } = (await new RunSearch(database.current(), { stateClass: v3.State }).flowRun(id))!;
      expect(run.endTime).not.toBeNull();
      expect(run.startTime).toEqual(run.endTime);
    }
  });

  it('may go on by the rules of Prefect 2, and back', async () => {
    const runId = await createFlowRun();
    const second = new RunStates(database.current(), 'flow_run');
    await states.propose(runId, v3.State.cancelled());
    expect((await second.propose(runId, State.running())).status).toBe('REJECT');
    expect((await states.propose(runId, v3.State.running())).status).toBe('ACCEPT');
  });
});

const START = currentDateTime();
