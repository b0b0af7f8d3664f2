/* Deployments: those of a real Prefect, and of the backend here, which has none. */
import { ObjectNotFound, prefect2, PrefectClient } from '../../src/client/index.js';
import { State } from '../../src/index.js';
import { temporaryFolder } from '../support/database.js';
import { startFaulty } from '../support/faulty-server.js';
import { post, send } from '../support/http.js';
import { describeWithPrefect, type PrefectServer, startPrefect } from '../support/prefect.js';
import { startShared } from '../support/server.js';

const ID = '00000000-0000-4000-8000-000000000000';
const folder = temporaryFolder();

describe('a deployment', () => {
  it('is not there for a server that has none, and the error names the route', async () => {
    const server = await startShared(folder);
    const client = new PrefectClient({ wire: prefect2, apiUrl: server.url });
    await expect(client.readDeployment(ID)).rejects.toThrow(ObjectNotFound);
    await expect(client.readDeploymentByName('f/d')).rejects.toThrow('GET /deployments/name/f/d was answered with 404');
    await server.stop();
  });

  it('gets a run that is scheduled, with a key of its own, and what was given', async () => {
    const server = await startFaulty('', () => ({ kind: 'answer', status: 404 }));
    const client = new PrefectClient({ wire: prefect2, apiUrl: server.url });
    const scheduledTime = new Date('2026-11-23T16:00:00Z');
    await expect(client.createFlowRunFromDeployment(ID, { parameters: { x: 1 }, scheduledTime })).rejects.toThrow();
    await expect(client.createFlowRunFromDeployment(ID, { state: State.pending() })).rejects.toThrow();
    await server.close();
    expect(server.asked.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      {
        parameters: { x: 1 },
        idempotency_key: expect.any(String) as string,
        state: { type: 'SCHEDULED', state_details: { scheduled_time: '2026-11-23T16:00:00+00:00' } },
      },
      { state: { type: 'PENDING' } },
    ]);
  });
});

describeWithPrefect('a deployment of a real Prefect', () => {
  let server: PrefectServer;
  let client: PrefectClient<typeof prefect2>;

  beforeAll(async () => {
    server = await startPrefect();
    client = new PrefectClient({ wire: prefect2, apiUrl: server.url });
  });
  afterAll(() => server.stop());

  it('is read, found and run, and its run is followed to its end', async () => {
    const flow = await client.createFlow({ name: 'deployed' });
    expect((await client.readFlowByName('deployed')).id).toBe(flow.id);
    const { body } = await send(
      `${server.url}/deployments/`,
      post({ name: 'nightly', flow_id: flow.id, parameters: { a: 1 } }),
    );
    const { id } = body as { readonly id: string };
    expect((await client.readDeploymentByName('deployed/nightly')).id).toBe(id);
    expect(await client.findDeployments({ deployments: { name: { any: ['nightly'] } } })).toMatchObject([{ id }]);

    const run = await client.createFlowRunFromDeployment(id, { parameters: { b: 2 } });
    expect([run.deploymentId, run.parameters]).toEqual([id, { a: 1, b: 2 }]);
    const ended = client.waitForFlowRun(run.id);
    for (const state of [State.pending(), State.running(), State.completed()]) {
      await client.proposeFlowRunState(run.id, state);
    }
    expect((await ended).stateType).toBe('COMPLETED');
    const seen: string[] = [];
    for await (const state of client.watchFlowRun(run.id)) seen.push(state.type);
    expect(seen).toEqual(['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED']);
  });

  it('is not there by another name', async () => {
    await expect(client.readDeploymentByName('deployed/weekly')).rejects.toThrow(ObjectNotFound);
  });
});
