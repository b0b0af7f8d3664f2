/*
 * The backends that are measured, each in processes of its own, on a fresh database below the system's folder for temporary
 * files. Nothing else is switched on in them but what answers requests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process, { env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const START_MS = 120_000;
const POLL_MS = 100;

/** What `npm start` runs in a checkout, behind `exec node`: flags of Node's, and the program. */
export function startArgs(root = ROOT) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, , ...args] = manifest.scripts.start.split(' ');
  return args.map((arg) => (arg.endsWith('.js') ? join(root, arg) : arg));
}

/** What a server of Prefect does beside answering: it would write into the same file. */
const SERVICES = [
  ...['SCHEDULER', 'LATE_RUNS', 'FLOW_RUN_NOTIFICATIONS', 'PAUSE_EXPIRATIONS', 'CANCELLATION_CLEANUP', 'FOREMAN'],
  ...['EVENT_PERSISTER', 'TRIGGERS', 'TASK_RUN_RECORDER', 'EVENT_LOGGER'],
];

/**
 * A backend that answers.
 *
 * @typedef {object} Backend
 * @property {readonly string[]} urls where its processes answer, up to `/api`
 * @property {readonly number[]} pids
 * @property {() => Promise<void>} stop ends it, and removes what it kept
 */

/** Starts a server of Prefect's own, on SQLite. @returns {Promise<Backend>} */
export async function startPrefect(python) {
  const folder = await makeFolder();
  const port = await freePort();
  const app = ['-m', 'uvicorn', '--factory', 'prefect.server.api.server:create_app'];
  const settings = {
    PREFECT_HOME: folder,
    PREFECT_LOGGING_LEVEL: 'CRITICAL',
    PREFECT_LOGGING_SERVER_LEVEL: 'CRITICAL',
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    ...Object.fromEntries(SERVICES.map((name) => [`PREFECT_API_SERVICES_${name}_ENABLED`, 'false'])),
  };
  const args = ['-W', 'ignore', ...app, '--port', String(port), '--log-level', 'critical'];
  const server = await start(python, args, settings, { folder, port });
  return { urls: [server.url], pids: [server.pid], stop: () => stopAll([server], folder) };
}

/** Starts processes of ours on one database: a SQLite file unless given. @returns {Promise<Backend>} */
export function startOurs(options) {
  return startNode(startArgs(), options);
}

/** Starts what does the same with nothing above the database's driver. @returns {Promise<Backend>} */
export function startFloor(options) {
  return startNode([fileURLToPath(new URL('floor.mjs', import.meta.url))], options);
}

async function startNode(args, { databaseUrl, processes = 1 } = {}) {
  const folder = await makeFolder();
  const servers = [];
  for (let i = 0; i < processes; i += 1) {
    const port = await freePort();
    const settings = { DATABASE_URL: databaseUrl ?? `sqlite:${join(folder, 'states.db')}`, PORT: String(port) };
    servers.push(await start(execPath, args, settings, { folder, port }));
  }
  return {
    urls: servers.map(({ url }) => url),
    pids: servers.map(({ pid }) => pid),
    stop: () => stopAll(servers, folder),
  };
}

async function makeFolder() {
  return mkdtemp(join(tmpdir(), 'prefect-states-bench-'));
}

/** Starts a backend in a process, and waits until it answers. */
export async function start(file, args, settings, { folder, port, pollMs = POLL_MS }) {
  const { PATH, HOME } = env;
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const gone = once(child, 'exit');
  // whatever becomes of the bench, it leaves nobody behind
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  gone.then(() => process.off('exit', kill));
  const url = `http://127.0.0.1:${port}/api`;
  const end = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || performance.now() > end) throw new Error(`${file} does not answer: ${errors}`);
    await setTimeout(pollMs);
  }
  return { url, pid: child.pid, child, gone };
}

async function answers(url) {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

/** Ends processes at once, and removes their folder. */
export async function stopAll(servers, folder) {
  for (const { child, gone } of servers) {
    child.kill('SIGKILL');
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
