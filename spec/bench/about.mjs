/* What a run was made on and with. */
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { versions as engines } from 'node:process';

const ROOT = new URL('../../', import.meta.url);

/** A `package.json`, by its path from the root. */
export function readManifest(path) {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

/**
 * The versions of the engine, of this package, and of others.
 *
 * @param {readonly string[]} own names of packages that the root has
 * @param {readonly string[]} peers names of packages that are here
 */
export function versionsOf(own, peers) {
  const installed = [
    ...own.map((name) => [name, `node_modules/${name}/package.json`]),
    ...peers.map((name) => [name, `spec/bench/node_modules/${name}/package.json`]),
  ];
  const ours = { Node: engines.node, V8: engines.v8, 'prefect-states': readManifest('package.json').version };
  return { ...ours, ...Object.fromEntries(installed.map(([name, path]) => [name, readManifest(path).version])) };
}

/** The machine, in a line. */
export function machineOf() {
  const all = cpus();
  const model = all[0]?.model.trim() || 'unknown processor';
  return `${all.length} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`;
}
