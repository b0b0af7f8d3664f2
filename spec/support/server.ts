import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import './built.js';
import { askShared } from './postgres.js';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** The backend as `npm start` runs it, in a process of its own. */
export interface RunningServer {
  /** Where its routes are: `http://127.0.0.1:PORT/api`. */
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  readonly output: () => string;
  /** Ends it as an operator would, and waits until it is gone; gives its exit status, null when the signal ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts the backend on a free port, in a folder of its own.
 *
 * @param within - a command that runs the one which is given to it as its arguments
 */
export async function startServer(
  folder: string,
  env: Record<string, string> = {},
  within: readonly string[] = [],
): Promise<RunningServer> {
  // what no spec is about, it need not wait for
  const child = spawnServer(folder, { PORT: '0', DRAIN_SECONDS: '0', ...env }, within);
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /Listening on (\S+\/api)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', () => {
      reject(new Error(`the server did not start: ${printed}`));
    });
  });
  return {
    url,
    pid: child.pid!,
    output: () => printed,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [status] = (await once(child, 'exit')) as [number | null];
      return status;
    },
  };
}

/** A backend that is only called. */
export interface SharedServer {
  /** Where its routes are: `http://127.0.0.1:PORT/api`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the backend in a process that it shares with others, which is much quicker; in a folder of its own too. */
export async function startShared(folder: string, env: Record<string, string> = {}): Promise<SharedServer> {
  const apps = await askShared('/apps');
  const ask = async (method: string, body: string): Promise<string> => {
    const answer = await fetch(apps, { method, body });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.text();
  };
  const settings = { DATABASE_URL: `sqlite:${join(folder, 'prefect-states.db')}`, DRAIN_SECONDS: '0', ...env };
  const url = await ask('POST', JSON.stringify(settings));
  return {
    url,
    async stop() {
      await ask('DELETE', url);
    },
  };
}

/** What the backend says when it does not start, and its exit status. */
export async function failToStart(
  folder: string,
  env: Record<string, string>,
): Promise<{ status: number; output: string }> {
  const child = spawnServer(folder, { PORT: '0', ...env });
  let output = '';
  // one that does start would never end
  child.stdout!.on('data', (chunk: Buffer) => chunk.includes('Listening on ') && child.kill());
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'exit')) as [number];
  return { status, output };
}

function spawnServer(folder: string, env: Record<string, string>, within: readonly string[] = []): ChildProcess {
  const { PATH } = process.env;
  const [command, ...args] = [...within, process.execPath, MAIN];
  return spawn(command, args, { cwd: folder, env: { PATH, NO_COLOR: '1', ...env } });
}
