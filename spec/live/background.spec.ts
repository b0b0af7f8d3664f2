/* Background tasks of Prefect 3.8.8, unchanged, against `/v3/api`: `delay()` has them run by real workers, which may be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { describeWithPrefect, PREFECT_PYTHON3, QUIET, runWithPrefect } from '../support/prefect.js';
import { type RunningServer, startServer } from '../support/server.js';

const SCRIPT = fileURLToPath(new URL('background.py', import.meta.url));
const MINUTES = 60_000;

interface Worker {
  readonly pid: number;
  /** Ends it as the system does that is out of memory. */
  readonly kill: () => Promise<void>;
}

interface StateWire {
  readonly name: string;
  readonly state_details: { readonly deferred: boolean; readonly task_parameters_id: string | null };
}

describeWithPrefect(
  'background tasks of Prefect 3',
  () => {
    describe.each(ENGINES)('on %s', (engine) => {
      const folder = temporaryFolder();
      const create = emptyDatabases(engine);
      const workers: Worker[] = [];
      let settings: Record<string, string>;
      let server: RunningServer;
      let api: string;

      beforeAll(async () => {
        settings = { DATABASE_URL: await create(), API_AUTH_STRING: 'me:s3cr3t' };
        server = await startServer(folder, settings);
        api = `${new URL(server.url).origin}/v3/api`;
        // again on the same port
        settings.PORT = new URL(server.url).port;
      });

      afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.kill())));

      afterAll(() => server.stop());

      /** Where tasks leave their notes, and both sides keep the parameters. */
      const env = (): Record<string, string> => {
        const home = join(folder, 'home');
        mkdirSync(home, { recursive: true });
        return { PREFECT_HOME: home, PREFECT_API_AUTH_STRING: 'me:s3cr3t', FOLDER: folder };
      };

      function work(): Worker {
        const { PATH, HOME } = process.env;
        const all = { PATH, HOME, ...QUIET, PREFECT_API_URL: api, ...env() };
        const child = spawn(PREFECT_PYTHON3!, ['-W', 'ignore', SCRIPT, 'work', '10'], { env: all });
        const gone = once(child, 'exit');
        const worker = {
          pid: child.pid!,
          async kill() {
            child.kill('SIGKILL');
            await gone;
          },
        };
        workers.push(worker);
        return worker;
      }

      const delay = async (name: string, ...given: string[]): Promise<string> =>
        (await runWithPrefect(SCRIPT, api, ['delay', name, ...given], env(), PREFECT_PYTHON3)).trim();

      async function historyOf(run: string): Promise<StateWire[]> {
        const headers = { authorization: 'Bearer me:s3cr3t' };
        return (await send(`${api}/task_run_states/?task_run_id=${run}`, { headers })).body as StateWire[];
      }

      /** Waits until a run has ended. @returns the names of its states */
      async function ended(run: string): Promise<string[]> {
        for (;;) {
          const names = (await historyOf(run)).map(({ name }) => name);
          if (['Completed', 'Failed', 'Crashed'].includes(names.at(-1)!)) return names;
          await pause(200);
        }
      }

      /** The workers that have begun a task, in their order, when there are so many. */
      async function begun(name: string, count: number): Promise<number[]> {
        const file = join(folder, name);
        for (;;) {
          const pids = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
          if (pids.length >= count) return pids;
          await pause(100);
        }
      }

      it(
        'run to their ends, whether they waited for a worker or a worker for them',
        async () => {
          const waited = await delay('quick', '1');
          work();
          expect(await ended(waited)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
          expect(await ended(await delay('later', '2'))).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
          // the worker itself waits before it tries again
          expect(await ended(await delay('failing'))).toEqual([
            ...['Scheduled', 'Pending', 'Running', 'AwaitingRetry', 'Retrying', 'Failed'],
          ]);
        },
        3 * MINUTES,
      );

      it(
        'are taken by another worker when theirs is killed in mid-task, and run to their ends',
        async () => {
          const first = work();
          const run = await delay('slow', 'killed');
          expect(await begun('killed', 1)).toEqual([first.pid]);
          while ((await historyOf(run)).at(-1)!.name !== 'Running') await pause(100);
          const second = work();
          await first.kill();
          expect(await begun('killed', 2)).toEqual([first.pid, second.pid]);
          writeFileSync(join(folder, 'killed.end'), '');
          expect(await ended(run)).toEqual([
            ...['Scheduled', 'Pending', 'Running'],
            ...['AwaitingRetry', 'Pending', 'Running', 'Completed'],
          ]);
          const [scheduled, , , retry] = (await historyOf(run)).map(({ state_details }) => state_details);
          expect(retry).toMatchObject({ deferred: true, task_parameters_id: scheduled!.task_parameters_id });
        },
        3 * MINUTES,
      );

      it.each(['SIGTERM', 'SIGKILL'] as const)(
        'stay with their worker when the backend ends by %s and comes back',
        async (signal) => {
          const worker = work();
          const name = `kept-${signal}`;
          const run = await delay('slow', name);
          expect(await begun(name, 1)).toEqual([worker.pid]);
          await server.stop(signal);
          server = await startServer(folder, settings);
          // longer than anything waits that a worker has lost here
          await pause(12_000);
          expect(await begun(name, 1)).toEqual([worker.pid]);
          writeFileSync(join(folder, `${name}.end`), '');
          expect(await ended(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
          // it takes others, too
          expect((await ended(await delay('quick', '3'))).at(-1)).toBe('Completed');
        },
        3 * MINUTES,
      );
    });
  },
  'PREFECT_PYTHON3',
);
