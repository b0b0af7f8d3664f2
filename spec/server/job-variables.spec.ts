/* Job variables are a deployment's to check: why a run that has none is refused them. */
import { Database, FlowRunEntity } from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { describeWithPrefect, startPrefect } from '../support/prefect.js';
import { startShared } from '../support/server.js';

const STATES = { PENDING: null, RUNNING: { type: 'RUNNING' }, SCHEDULED: { type: 'SCHEDULED' } };

const EXPECTED = [
  ['no run', 404, 'Flow run not found'],
  ['PENDING', 400, 'Job variables for a flow run in state PENDING cannot be updated'],
  ['RUNNING', 400, 'Job variables for a flow run in state RUNNING cannot be updated'],
  ['SCHEDULED', 400, 'A deployment for the flow run could not be found'],
];

/** Gives job variables to runs in each state, and says what was answered; nothing of the run may be another afterwards. */
async function askAll(api: string, forgetStates?: () => Promise<void>): Promise<unknown[]> {
  const ask = async (method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> =>
    send(`${api}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const idOf = ({ body }: { readonly body: unknown }): string => (body as { readonly id: string }).id;
  const flow_id = idOf(await ask('POST', '/flows/', { name: 'flow' }));
  const runs: [string, string][] = [['no run', '00000000-0000-4000-8000-000000000000']];
  for (const [name, state] of Object.entries(STATES)) {
    runs.push([name, idOf(await ask('POST', '/flow_runs/', { name, flow_id, state }))]);
  }
  await forgetStates?.();
  const answers: unknown[] = [];
  for (const [name, id] of runs) {
    const { status, body } = await ask('PATCH', `/flow_runs/${id}`, { name: 'other', job_variables: { a: 1 } });
    answers.push([name, status, (body as { readonly detail?: unknown }).detail]);
    if (status !== 404) expect((await ask('GET', `/flow_runs/${id}`)).body).toMatchObject({ name, job_variables: {} });
  }
  return answers;
}

describe.each(ENGINES)('PATCH /flow_runs/{id} with job_variables, on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  it('refuses them in a state that is not scheduled, without a state, and without a deployment', async () => {
    const url = await create();
    const server = await startShared(folder, { DATABASE_URL: url });
    // no route makes a run without a state
    const forgetStates = async (): Promise<void> => {
      const database = await Database.open(url);
      await database.write((manager) => manager.updateAll(FlowRunEntity, { stateId: null }));
      await database.close();
    };
    const none = 'Flow run state is required to update job variables but none exists';
    try {
      expect(await askAll(server.url)).toEqual(EXPECTED);
      const stateless = await askAll(server.url, forgetStates);
      expect(stateless).toEqual(
        EXPECTED.map(([name, status, detail]) => [name, status, status === 404 ? detail : none]),
      );
    } finally {
      await server.stop();
    }
  });
});

describeWithPrefect('PATCH /flow_runs/{id} with job_variables, on the reference', () => {
  it('is answered the same', async () => {
    const prefect = await startPrefect();
    try {
      expect(await askAll(prefect.url)).toEqual(EXPECTED);
    } finally {
      await prefect.stop();
    }
  });
});
