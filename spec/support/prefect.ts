/* A real Prefect, where `PREFECT_PYTHON` names a Python that has it; `npm run test:reference` and `test:flows` make one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from './postgres.js';

/** The Python that has Prefect 2.20.25; undefined when there is none. */
export const PREFECT_PYTHON = named('PREFECT_PYTHON');

/** The Python that has Prefect 3.8.8; undefined when there is none. */
export const PREFECT_PYTHON3 = named('PREFECT_PYTHON3');

function named(variable: string): string | undefined {
  return process.env[variable] === '' ? undefined : process.env[variable];
}

/** A describe for what needs a real Prefect; without one it says why it is skipped. */
export function describeWithPrefect(title: string, specs: () => void, python = 'PREFECT_PYTHON'): void {
  if (named(python) === undefined) {
    it.skip(`${title}: ${python} names no Python with Prefect`, () => undefined);
  } else {
    describe(title, specs);
  }
}

const SERVICES = [
  ...['SCHEDULER', 'LATE_RUNS', 'FLOW_RUN_NOTIFICATIONS', 'PAUSE_EXPIRATIONS', 'CANCELLATION_CLEANUP', 'FOREMAN'],
  ...['EVENT_PERSISTER', 'TRIGGERS', 'TASK_RUN_RECORDER', 'EVENT_LOGGER'],
];

/** Settings of Prefect's client and server. */
export const QUIET = {
  PREFECT_LOGGING_LEVEL: 'CRITICAL',
  PREFECT_LOGGING_SERVER_LEVEL: 'CRITICAL',
  PREFECT_LOGGING_TO_API_ENABLED: 'false',
  PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
  PREFECT_SERVER_EPHEMERAL_ENABLED: 'false',
  // what would move runs by itself
  ...Object.fromEntries(SERVICES.map((name) => [`PREFECT_API_SERVICES_${name}_ENABLED`, 'false'])),
};

/**
 * Runs a program with Prefect's own client, and gives what it prints.
 *
 * @param env - more of Prefect's settings
 * @param python - the Python that has it
 */
export async function runWithPrefect(
  script: string,
  api: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  python = PREFECT_PYTHON!,
): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'prefect-states-home-'));
  const child = start(python, [script, ...args], { PREFECT_HOME: home, PREFECT_API_URL: api, ...env });
  let [out, errors] = ['', ''];
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  rmSync(home, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${out.slice(0, 4000)}\n${errors.slice(-4000)}`);
  return out;
}

/** A running server of Prefect's own, on a fresh SQLite database. */
export interface PrefectServer {
  /** Where its routes are: `http://127.0.0.1:PORT/api`. */
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server of Prefect's own.
 *
 * @param python - the Python that has it
 * @param env - more of Prefect's settings
 */
export async function startPrefect(
  python = PREFECT_PYTHON,
  env: Readonly<Record<string, string>> = {},
): Promise<PrefectServer> {
  const home = mkdtempSync(join(tmpdir(), 'prefect-states-server-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api`;
  const program = ['-m', 'uvicorn', '--factory', 'prefect.server.api.server:create_app', '--port', String(port)];
  const child = start(python!, [...program, '--log-level', 'critical'], { PREFECT_HOME: home, ...env });
  const gone = once(child, 'exit');
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the server of Prefect ended with ${child.exitCode}`);
  }
  return {
    url,
    pid: child.pid!,
    async stop() {
      child.kill('SIGKILL');
      await gone;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function start(python: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(python, ['-W', 'ignore', ...args], { env: { PATH, HOME, ...QUIET, ...env } });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return false;
  }
}
