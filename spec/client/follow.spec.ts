/* Following a flow run by asking again and again. */
import { FlowRunWaitTimeout, ObjectNotFound, prefect2, PrefectClient } from '../../src/client/index.js';
import { State } from '../../src/index.js';
import { temporaryFolder } from '../support/database.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
let server: SharedServer;
let client: PrefectClient<typeof prefect2>;
let flowId: string;

beforeAll(async () => {
  server = await startShared(folder);
  client = new PrefectClient({ wire: prefect2, apiUrl: server.url });
  ({ id: flowId } = await client.createFlow({ name: 'followed' }));
});
afterAll(() => server.stop());

const OFTEN = { firstPollSeconds: 0.01, longestPollSeconds: 0.05 };

describe('PrefectClient.watchFlowRun()', () => {
  it('gives each state once, in order, those that were there too, and ends with the run', async () => {
    const { id } = await client.createFlowRun({ flowId });
    await client.proposeFlowRunState(id, State.running());
    const seen: string[] = [];
    for await (const state of client.watchFlowRun(id, OFTEN)) {
      seen.push(state.name);
      if (seen.length === 2) {
        // several between one question and the next
        for (const next of [State.paused({ timeoutSeconds: 60 }), State.running(), State.completed()]) {
          await client.setFlowRunState(id, next, { force: true });
        }
      }
    }
    expect(seen).toEqual(['Pending', 'Running', 'Paused', 'Running', 'Completed']);
  });

  it('goes on past a state that ended the run before, when another came', async () => {
    const { id } = await client.createFlowRun({ flowId });
    for (const state of [State.failed(), State.scheduled(), State.completed()]) {
      await client.setFlowRunState(id, state, { force: true });
    }
    const seen: string[] = [];
    for await (const { type } of client.watchFlowRun(id, OFTEN)) seen.push(type);
    expect(seen).toEqual(['PENDING', 'FAILED', 'SCHEDULED', 'COMPLETED']);
  });

  it('ends when its signal is aborted', async () => {
    const { id } = await client.createFlowRun({ flowId });
    const watch = async (): Promise<void> => {
      for await (const state of client.watchFlowRun(id, { ...OFTEN, signal: AbortSignal.timeout(100) })) {
        expect(state.type).toBe('PENDING');
      }
    };
    await expect(watch()).rejects.toThrow('timeout');
  });

  it('throws when there is no such run', async () => {
    const signal = AbortSignal.timeout(2000);
    const watched = client.watchFlowRun('00000000-0000-4000-8000-000000000000', { ...OFTEN, signal });
    await expect(watched.next()).rejects.toThrow(ObjectNotFound);
  });

  it('throws when the run is deleted meanwhile', async () => {
    const { id } = await client.createFlowRun({ flowId });
    const watched = client.watchFlowRun(id, { ...OFTEN, signal: AbortSignal.timeout(2000) });
    expect((await watched.next()).value?.type).toBe('PENDING');
    await client.deleteFlowRun(id);
    await expect(watched.next()).rejects.toThrow(ObjectNotFound);
  });
});

describe('PrefectClient.waitForFlowRun()', () => {
  it('gives the run when it has ended', async () => {
    const { id } = await client.createFlowRun({ flowId });
    const waiting = client.waitForFlowRun(id, OFTEN);
    await client.setFlowRunState(id, State.running());
    await client.setFlowRunState(id, State.completed({ message: 'done' }));
    const run = await waiting;
    expect([run.id, run.state?.message]).toEqual([id, 'done']);
  });

  it('throws when the run has not ended in time', async () => {
    const { id } = await client.createFlowRun({ flowId });
    const waiting = client.waitForFlowRun(id, { timeoutSeconds: 0.1 });
    await expect(waiting).rejects.toThrow(FlowRunWaitTimeout);
    await expect(waiting).rejects.toThrow(`The flow run ${id} has not ended in 0.1 s.`);
  });
});
