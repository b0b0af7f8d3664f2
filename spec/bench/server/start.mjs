/*
 * How long a backend takes from `node` to its first answer, on a file that is new: `npm run bench:server` shows it.
 * `node spec/bench/server/start.mjs [--starts COUNT] [--beside DIR]` measures it alone, in turns with another checkout that
 * is built.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { argv, execPath, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { numberText, table } from '../report.mjs';
import { freePort, start, startArgs, stopAll } from './backends.mjs';
import { memoryOf } from './memory.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const STARTS = 20;
const POLL_MS = 2;

/**
 * Starts checkouts in turns.
 *
 * @param {readonly string[]} roots their folders
 * @returns {Promise<{ median: number, best: number, memory: number }[]>} milliseconds, and bytes when it first answers
 */
export async function measureStarts(roots = [ROOT], count = STARTS) {
  const all = roots.map(() => []);
  for (let i = 0; i < count; i += 1)
    for (const [place, root] of roots.entries()) all[place].push(await startOnce(root));
  return all.map((starts) => {
    const times = starts.map(({ time }) => time).sort((left, right) => left - right);
    return {
      median: times[times.length >> 1],
      best: times[0],
      memory: Math.max(...starts.map(({ memory }) => memory)),
    };
  });
}

async function startOnce(root) {
  const folder = await mkdtemp(join(tmpdir(), 'prefect-states-bench-'));
  const port = await freePort();
  const settings = { DATABASE_URL: `sqlite:${join(folder, 'states.db')}`, PORT: String(port) };
  const began = performance.now();
  const server = await start(execPath, startArgs(root), settings, { folder, port, pollMs: POLL_MS });
  const time = performance.now() - began;
  const memory = memoryOf([server.pid]).now;
  await stopAll([server], folder);
  return { time, memory };
}

async function main() {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: { starts: { type: 'string', default: String(STARTS) }, beside: { type: 'string' } },
  });
  const roots = values.beside === undefined ? [ROOT] : [ROOT, values.beside];
  const [ours, before] = await measureStarts(roots, Number(values.starts));
  const row = (name, { median, best, memory }) => [
    name,
    `${numberText(median)} ms`,
    `${numberText(best)} ms`,
    `${numberText(memory / 2 ** 20)} MB`,
  ];
  const rows = [row('this', ours)];
  if (before !== undefined) {
    rows.push(row('beside', before));
    rows.push(['ratio', ...['median', 'best', 'memory'].map((name) => `${numberText(ours[name] / before[name])} x`)]);
  }
  stdout.write(`${table([`${values.starts} starts`, 'median', 'best', 'memory'], rows)}\n`);
}

if (import.meta.url === pathToFileURL(argv[1]).href) await main();
