/* The client of Prefect 3.8.8 is told of a flow run, and waits for it, alike by a real server and by the backend here. */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from '../support/database.js';
import { post, send } from '../support/http.js';
import { describeWithPrefect, PREFECT_PYTHON3, runWithPrefect, startPrefect } from '../support/prefect.js';
import { startShared } from '../support/server.js';

const SCRIPT = fileURLToPath(new URL('events.py', import.meta.url));
const MINUTES = 60_000;

/** Has a client wait for a flow run, and moves it meanwhile. @returns what the client prints */
async function waitedFor(api: string): Promise<unknown> {
  const make = async (path: string, body: object): Promise<string> =>
    ((await send(api + path, post(body))).body as { readonly id: string }).id;
  const run = await make('/flow_runs/', { flow_id: await make('/flows/', { name: 'waited for' }), name: 'one' });
  const printed = runWithPrefect(SCRIPT, api, [run], {}, PREFECT_PYTHON3);
  // it is told of these as of what was before, or as they come
  await pause(5000);
  for (const type of ['RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED']) {
    await make(`/flow_runs/${run}/set_state`, { state: { type }, force: true });
    await pause(1000);
  }
  return JSON.parse((await printed).trim().split('\n').at(-1)!);
}

const ENDED = ['COMPLETED', ['PENDING', 'RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED']];

describeWithPrefect(
  'wait_for_flow_run of Prefect 3',
  () => {
    const folder = temporaryFolder();

    it(
      'is woken by the backend here',
      async () => {
        const server = await startShared(folder);
        expect(await waitedFor(`${new URL(server.url).origin}/v3/api`)).toEqual(ENDED);
        await server.stop();
      },
      2 * MINUTES,
    );

    it(
      'is woken by a real server in the same way',
      async () => {
        const persister = 'PREFECT_API_SERVICES_EVENT_PERSISTER';
        // it keeps events a while after they came
        const keeping = { [`${persister}_ENABLED`]: 'true', [`${persister}_FLUSH_INTERVAL`]: '0.5' };
        const server = await startPrefect(PREFECT_PYTHON3, keeping);
        try {
          expect(await waitedFor(server.url)).toEqual(ENDED);
        } finally {
          await server.stop();
        }
      },
      4 * MINUTES,
    );
  },
  'PREFECT_PYTHON3',
);
