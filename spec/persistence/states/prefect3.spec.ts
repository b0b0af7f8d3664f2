/* States of Prefect 3, kept in the same rows and read as the class that is asked for. */
import { DateTime } from 'luxon';

import { Field, State, StateDetails, ValidationError } from '../../../src/index.js';
import { FlowRunStateEntity, Runs, RunSearch, RunStates } from '../../../src/persistence/index.js';
import * as v3 from '../../../src/v3/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const LEASE = '0a0b0c0d-0000-4000-8000-000000000001';
const DETAILS = { deferred: true, traceparent: '00-1-2-01', deploymentConcurrencyLeaseId: LEASE };
const ON_WIRE = { deferred: true, traceparent: '00-1-2-01', deployment_concurrency_lease_id: LEASE };

class RegionDetails extends v3.StateDetails {
  @Field.string({ default: null })
  declare region: string | null;
}

class RegionState extends v3.State {
  @Field.nested(() => RegionDetails, { default: () => RegionDetails.parse({}) })
  declare stateDetails: RegionDetails;
}

class SerialState extends State {
  @Field.int({ default: 0 })
  declare serial: number;
}

describe.each(ENGINES)('states of Prefect 3 on %s', (engine) => {
  const database = freshDatabase(engine);
  let runs: Runs<v3.State>;
  let states: RunStates<v3.State>;
  let runId: string;

  beforeEach(async () => {
    runs = new Runs(database.current(), { stateClass: v3.State });
    states = new RunStates(database.current(), 'flow_run', { stateClass: v3.State });
    runId = (await runs.createFlowRun(await newFlowRun(database.current()))).run.id;
  });

  const running = (): v3.State => v3.State.running({ stateDetails: DETAILS, data: { a: 1 } });

  function expectWhole(state: State | null | undefined): void {
    expect(state).toBeInstanceOf(v3.State);
    expect(state!.stateDetails).toBeInstanceOf(v3.StateDetails);
    expect(state!.toJSON()).toMatchObject({ state_details: ON_WIRE });
    expect(state!.toJSON().timestamp).toMatch(/Z$/);
  }

  it('come back whole from every door', async () => {
    const appended = await states.append(runId, running());
    expectWhole(appended);
    const { state: proposed, status } = await states.propose(runId, v3.State.scheduled({ stateDetails: DETAILS }));
    expect(status).toBe('ACCEPT');
    expectWhole(proposed);
    const [bulk] = await states.bulkAppend(runId, [running()]);
    expectWhole(bulk);
    const first = await states.find(appended.id);
    expectWhole(first);
    expect(first!.equals(appended)).toBe(true);
    expect(first!.data).toEqual({ a: 1 });
    const history = await states.history(runId);
    expect(history.map(({ type }) => type)).toEqual(['PENDING', 'RUNNING', 'SCHEDULED', 'RUNNING']);
    history.slice(1).forEach(expectWhole);
    expectWhole((await states.current([runId])).get(runId));
    for await (const page of states.historyPages(runId))
      page.filter(({ type }) => type !== 'PENDING').forEach(expectWhole);
    const search = new RunSearch(database.current(), { stateClass: v3.State });
    expectWhole((await search.flowRun(runId))!.state);
  });

  it('are what first states become, proposed or not', async () => {
    expect((await states.history(runId))[0]).toBeInstanceOf(v3.State);
    const proposal = v3.StateCreate.fromState(running());
    const flowRun = await newFlowRun(database.current());
    const made = await runs.createFlowRun({ ...flowRun, idempotencyKey: 'k' }, proposal);
    expectWhole(made.state);
    const again = await runs.createFlowRun({ ...flowRun, idempotencyKey: 'k' });
    expect(again.isNew).toBe(false);
    expectWhole(again.state);
  });

  it('are what a proposal becomes, and what a rule answers', async () => {
    expectWhole((await states.propose(runId, v3.StateCreate.fromState(running()))).state);
    // a run that is to begin later stays as it is
    const later = { stateDetails: DETAILS, scheduledTime: DateTime.utc().plus({ hours: 1 }) };
    await states.append(runId, v3.State.scheduled(later));
    const { status, state } = await states.propose(runId, v3.State.running());
    expect(status).toBe('WAIT');
    expectWhole(state);
  });

  it('answer for a cache key by a copy of an id of its own', async () => {
    const ofTasks = new RunStates(database.current(), 'task_run', { stateClass: v3.State });
    const makeTask = async (dynamicKey: string): Promise<string> =>
      (await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey, flowRunId: runId })).run.id;
    const first = await makeTask('0');
    const cacheKey = 'c';
    const details = { ...DETAILS, cacheKey };
    const done = await ofTasks.propose(first, v3.State.completed({ stateDetails: details, data: { b: 2 } }));
    const found = await ofTasks.propose(await makeTask('1'), v3.State.running({ stateDetails: { cacheKey } }));
    expect(found).toMatchObject({ status: 'REJECT', state: { name: 'Cached', data: { b: 2 } } });
    expectWhole(found.state);
    expect(found.state!.id).not.toBe(done.state!.id);
  });

  it('of a subflow bring the task run of its parent into a state of its own id', async () => {
    const ofTasks = new RunStates(database.current(), 'task_run', { stateClass: v3.State });
    const tracker = await runs.createTaskRun({ name: 't', taskKey: 't', dynamicKey: 'sub', flowRunId: runId });
    const given = { ...(await newFlowRun(database.current())), parentTaskRunId: tracker.run.id };
    const subflow = await runs.createFlowRun(given, running());
    const mirrored = (await ofTasks.current([tracker.run.id])).get(tracker.run.id)!;
    expect(mirrored.stateDetails).toMatchObject({ childFlowRunId: subflow.run.id, traceparent: '00-1-2-01' });
    expect(mirrored.id).not.toBe(subflow.state!.id);
    expectWhole(mirrored);
  });

  it('are read from entities, as either class', async () => {
    const { id } = await states.append(runId, running());
    const row = await database.current().reader.findOneByOrFail(FlowRunStateEntity, { id });
    expectWhole(v3.State.fromOrmWithoutResult(row));
    expectWhole(row.asState({ stateClass: v3.State, withData: null }));
    const old = State.fromOrmWithoutResult(row);
    expect(old.stateDetails.constructor).toBe(StateDetails);
    expect(row.asState().constructor).toBe(State);
    expect(old.id).toBe(id);
    expect(old.toJSON().timestamp).toMatch(/\+00:00$/);
    // of a row without what is Prefect 3's, the first wire's
    const older = new RunStates(database.current(), 'flow_run');
    const { id: another } = await older.append(runId, State.running());
    const plain = await database.current().reader.findOneByOrFail(FlowRunStateEntity, { id: another });
    expect(plain.stateDetails.constructor).toBe(StateDetails);
  });

  it('are read as Prefect 2 reads them by those who ask for no class', async () => {
    const { id } = await states.append(runId, running());
    const older = new RunStates(database.current(), 'flow_run');
    const found = (await older.find(id))!;
    expect(found.constructor).toBe(State);
    expect(found.equals(State.parse(found.toJSON()))).toBe(true);
    expect(Object.keys(found.toJSON().state_details)).toHaveLength(15);
  });

  it.each([
    ['a state', () => running()],
    ['a proposal', () => v3.StateCreate.fromState(running())],
  ])('are refused, with the places, where rows are read as Prefect 2 reads them: %s', async (_what, make) => {
    const older = new RunStates(database.current(), 'flow_run');
    const places = Object.keys(ON_WIRE).map((name) => ['state_details', name]);
    const refusal = older.propose(runId, make());
    const issues = places.map((loc): unknown => expect.objectContaining({ loc }));
    await expect(refusal).rejects.toMatchObject({ issues });
    const kept = await older.append(runId, v3.State.running());
    expect(kept.constructor).toBe(State);
  });

  it('are refused in the words of their wire', async () => {
    const text = v3.State.running({ message: '\uD800' });
    const msg = 'Value error, the text has a lone surrogate, which UTF-8 cannot hold';
    await expect(states.append(runId, text)).rejects.toMatchObject({ issues: [{ loc: ['message'], msg }] });
  });

  it("keep the details of a team's own class, where rows are read as it", async () => {
    const own = new RunStates(database.current(), 'flow_run', { stateClass: RegionState });
    const state = RegionState.parse({ type: 'RUNNING', state_details: { region: 'eu' } });
    await expect(states.append(runId, state)).rejects.toMatchObject({ issues: [{ loc: ['state_details', 'region'] }] });
    const kept = await own.append(runId, state);
    expect(kept.stateDetails.region).toBe('eu');
    expect((await own.history(runId)).at(-1)!.stateDetails.region).toBe('eu');
    const serial = new RunStates(database.current(), 'flow_run', { stateClass: SerialState });
    const withField = SerialState.parse({ type: 'RUNNING', serial: 1 });
    await expect(serial.append(runId, withField)).rejects.toMatchObject({ issues: [{ loc: ['serial'] }] });
  });

  it.each([StateDetails, State.running(), 'State', null])(
    'are not read as %p, which is no class of states',
    (given) => {
      const open = (): unknown => new RunStates(database.current(), 'flow_run', { stateClass: given as never });
      expect(open).toThrow(ValidationError);
      expect(open).toThrow('value is not a class of states');
    },
  );
});
