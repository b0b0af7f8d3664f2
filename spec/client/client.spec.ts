/* The client, against this package's own backend. */
import { Abort, ObjectNotFound, prefect2, PrefectClient } from '../../src/client/index.js';
import { State, StateCreate, ValidationError } from '../../src/index.js';
import { temporaryFolder } from '../support/database.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
let server: SharedServer;
let client: PrefectClient<typeof prefect2>;

beforeAll(async () => {
  server = await startShared(folder);
  client = new PrefectClient({ wire: prefect2, apiUrl: server.url });
});
afterAll(() => server.stop());

const NOBODY = '00000000-0000-4000-8000-000000000000';

async function newRun(fields: Partial<Parameters<typeof client.createFlowRun>[0]> = {}) {
  const flow = await client.createFlow({ name: 'of the client' });
  return client.createFlowRun({ flowId: flow.id, ...fields });
}

describe('PrefectClient', () => {
  it('tells which version of Prefect the server speaks', async () => {
    expect(await client.readVersion()).toBe('2.20.25');
  });

  it('makes a flow once, and reads it', async () => {
    const made = await client.createFlow({ name: 'made once', tags: ['a'] });
    expect((await client.createFlow({ name: 'made once' })).id).toBe(made.id);
    const read = await client.readFlow(made.id);
    expect(read.tags).toEqual(['a']);
    // the answers are models: nothing of a time is lost
    expect(read.created?.toISO()).toBe(made.created?.toISO());
  });

  it('makes a flow run in a state, and reads, changes and deletes it', async () => {
    const run = await newRun({ name: 'mine', parameters: { x: 1 }, state: State.scheduled() });
    expect(run.state?.type).toBe('SCHEDULED');
    await client.updateFlowRun(run.id, { tags: ['b'] });
    const read = await client.readFlowRun(run.id);
    // what is not given stays as it is
    expect({ name: read.name, tags: read.tags, parameters: read.parameters }).toEqual({
      name: 'mine',
      tags: ['b'],
      parameters: { x: 1 },
    });
    await client.deleteFlowRun(run.id);
    await expect(client.readFlowRun(run.id)).rejects.toThrow(ObjectNotFound);
  });

  it('finds the flow run of an idempotency key, and makes another without one', async () => {
    const one = await newRun({ idempotencyKey: 'k' });
    expect((await newRun({ idempotencyKey: 'k' })).id).toBe(one.id);
    expect((await newRun()).id).not.toBe((await newRun()).id);
  });

  it('finds and counts flow runs by typed filters, in an order', async () => {
    const runs = [await newRun({ tags: ['found'], name: 'b' }), await newRun({ tags: ['found'], name: 'a' })];
    const filter = { flowRuns: { tags: { all: ['found'] } } };
    const found = await client.findFlowRuns(filter, { sort: 'NAME_ASC' });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await client.countFlowRuns(filter)).toBe(2);
    expect(await client.findFlowRuns({ flowRuns: { id: { any: [runs[0]!.id] } } })).toHaveLength(1);
    expect(await client.findFlowRuns(filter, { sort: 'NAME_ASC', limit: 1, offset: 1 })).toMatchObject([{ name: 'b' }]);
  });

  it('gives the flow runs of all pages, each once', async () => {
    const flow = await client.createFlow({ name: 'of many runs' });
    const made = await Promise.all(Array.from({ length: 205 }, () => client.createFlowRun({ flowId: flow.id })));
    const found: string[] = [];
    for await (const run of client.eachFlowRun({ flows: { name: { any: ['of many runs'] } } })) found.push(run.id);
    expect(found.toSorted()).toEqual(made.map(({ id }) => id).sort());
  });

  it('does the same with task runs', async () => {
    const { id: flowRunId } = await newRun();
    const run = await client.createTaskRun({ flowRunId, taskKey: 't', dynamicKey: '0' });
    expect((await client.createTaskRun({ flowRunId, taskKey: 't', dynamicKey: '0' })).id).toBe(run.id);
    await client.updateTaskRun(run.id, { name: 'step' });
    expect((await client.readTaskRun(run.id)).name).toBe('step');
    const filter = { taskRuns: { flowRunId: { any: [flowRunId] } } };
    expect(await client.findTaskRuns(filter, { sort: 'NAME_DESC' })).toMatchObject([{ id: run.id }]);
    expect(await client.countTaskRuns(filter)).toBe(1);
    for await (const each of client.eachTaskRun(filter)) expect(each.id).toBe(run.id);
    // a task may not run while its flow does not
    const refused = await client.setTaskRunState(run.id, State.running());
    if (refused.status === 'ABORT') expect(refused.details.reason).toMatch(/./);
    expect(refused.status).toBe('ABORT');
    await client.setFlowRunState(flowRunId, State.running());
    expect((await client.setTaskRunState(run.id, State.running())).status).toBe('ACCEPT');
    expect((await client.proposeTaskRunState(run.id, State.completed())).type).toBe('COMPLETED');
    expect((await client.readTaskRunStates(run.id)).map(({ type }) => type)).toEqual([
      'PENDING',
      'RUNNING',
      'COMPLETED',
    ]);
    await client.deleteTaskRun(run.id);
    await expect(client.readTaskRun(run.id)).rejects.toThrow(ObjectNotFound);
  });

  it('writes lines of logs', async () => {
    const { id: flowRunId } = await newRun();
    const line = { name: 'app', level: 20, message: 'hello', timestamp: new Date(), flowRunId };
    await expect(client.createLogs([line])).resolves.toBeUndefined();
  });

  it('asks a route of the table, with what the route takes', async () => {
    const { flowRuns } = client.wire.routes;
    expect(await client.request(flowRuns.count, { body: {} })).toBeGreaterThanOrEqual(0);
  });
});

describe('PrefectClient.setFlowRunState()', () => {
  it('tells what became of a state, by its status', async () => {
    const { id } = await newRun();
    const accepted = await client.setFlowRunState(id, State.running());
    expect([accepted.status, accepted.state?.type]).toEqual(['ACCEPT', 'RUNNING']);
    await client.setFlowRunState(id, State.paused({ timeoutSeconds: 60 }));
    const refused = await client.setFlowRunState(id, State.pending());
    expect([refused.status, refused.state?.type]).toEqual(['REJECT', 'PAUSED']);
    if (refused.status === 'REJECT') expect(refused.details.reason).toMatch(/./);
    const forced = await client.setFlowRunState(id, State.pending(), { force: true });
    expect(forced.status).toBe('ACCEPT');
  });

  it('gives each proposal a transition of its own, and leaves what it was given as it is', async () => {
    const { id } = await newRun();
    const state = State.scheduled();
    const before = state.json();
    const [first] = [await client.setFlowRunState(id, state), await client.setFlowRunState(id, state)];
    const states = await client.readFlowRunStates(id);
    const transitions = states.flatMap(({ stateDetails }) => stateDetails.transitionId ?? []);
    expect(transitions[0]).toBe(first.state?.stateDetails.transitionId);
    expect(new Set(transitions).size).toBe(2);
    expect(state.json()).toBe(before);
  });

  it('sends data only of results, unless it is asked to by a StateCreate', async () => {
    const { id } = await newRun();
    await client.setFlowRunState(id, State.running({ data: 'stays here' }));
    await client.setFlowRunState(id, new StateCreate({ type: 'COMPLETED', data: { type: 'unpersisted' } }));
    expect((await client.readFlowRun(id)).stateType).toBe('COMPLETED');
  });
});

describe('PrefectClient.proposeFlowRunState()', () => {
  it('gives the state that was set', async () => {
    const { id } = await newRun();
    const state = await client.proposeFlowRunState(id, State.running({ message: 'at work' }));
    expect([state.type, state.message]).toEqual(['RUNNING', 'at work']);
  });

  it('gives the state that a rule sets in place of it', async () => {
    const { id } = await newRun({ empiricalPolicy: { retries: 1, retryDelay: 1 } });
    await client.proposeFlowRunState(id, State.running());
    const state = await client.proposeFlowRunState(id, State.failed());
    expect([state.type, state.name]).toEqual(['SCHEDULED', 'AwaitingRetry']);
  });

  it('waits as long as the server says', async () => {
    const { id } = await newRun({ state: State.scheduled({ scheduledTime: new Date(Date.now() + 1500) }) });
    await client.proposeFlowRunState(id, State.pending());
    const begin = Date.now();
    expect((await client.proposeFlowRunState(id, State.running())).type).toBe('RUNNING');
    expect(Date.now() - begin).toBeGreaterThan(900);
  });

  it('throws Abort, with the words of the server, when the run must not go on', async () => {
    const { id: flowRunId } = await newRun();
    const { id } = await client.createTaskRun({ flowRunId, taskKey: 't', dynamicKey: '0' });
    const error: unknown = await client.proposeTaskRunState(id, State.running()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Abort);
    expect(error).toMatchObject({
      code: 'PREFECT_STATES_ABORT',
      reason: expect.stringMatching(/flow must be running/) as string,
    });
  });
});

describe('what a client refuses or is refused', () => {
  it.each([
    ['an id', () => client.readFlowRun('..')],
    ['an empty id', () => client.deleteFlowRun('')],
    ['an id in the query', () => client.readFlowRunStates('x')],
  ])('sends nothing for %s that is none', async (_name, act) => {
    await expect(act()).rejects.toThrow(ValidationError);
  });

  it('sends nothing for a field that its model refuses', async () => {
    const refused = client.createFlow({ name: 'a/b' });
    await expect(refused).rejects.toThrow(ValidationError);
  });

  it('names what was asked when it is not there, and what the server says', async () => {
    const error: unknown = await client.readFlowRun(NOBODY).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'PREFECT_STATES_HTTP_NOT_FOUND',
      status: 404,
      method: 'GET',
      path: `/flow_runs/${NOBODY}`,
      detail: 'Flow run not found',
    });
  });

  it('names the route that a server does not have', async () => {
    await expect(client.readDeploymentByName('a/b c/d')).rejects.toThrow(
      'GET /deployments/name/a/b%20c%2Fd was answered with 404',
    );
  });

  it('tells a refusal without places as what it is', async () => {
    const error: unknown = await client.findFlowRuns({}, { limit: 1000 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PREFECT_STATES_HTTP', status: 422, path: '/flow_runs/filter' });
  });
});
