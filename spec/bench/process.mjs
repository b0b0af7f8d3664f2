/* Child processes: each row runs in its own. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MEGABYTES_64 = 64 * 2 ** 20;

/**
 * Runs a program and gives what it wrote.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, input?: string }} options
 */
export async function spawn(file, args, { env: more = {}, input = '' } = {}) {
  const running = promisify(execFile)(file, args, { cwd: HERE, env: { ...env, ...more }, maxBuffer: MEGABYTES_64 });
  running.child.stdin.end(input);
  return (await running).stdout;
}

/** Runs one of the bench's own programs in a fresh Node. */
export async function spawnNode(args, more = {}) {
  return spawn(execPath, args, { env: more });
}

/** Installs the peers, unless they are there as the lock has them. */
export async function installPeers() {
  const wanted = readLock('package-lock.json');
  const found = readLock('node_modules/.package-lock.json');
  const isThere = Object.keys(wanted).every(
    (path) => path === '' || wanted[path].version === found[path]?.version || wanted[path].optional,
  );
  if (!isThere) await spawn('npm', ['ci', '--no-audit', '--no-fund']);
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(`${HERE}${path}`, 'utf8')).packages;
  } catch {
    return {};
  }
}
