/*
 * The benchmark: `npm run bench -- [--only NAME]... [--json FILE] [--ndjson COUNT] [--rounds COUNT]`. It prints Markdown
 * to standard output and what it is doing to standard error. Goals that are not met do not make it fail.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { argv, stderr, stdout, versions as engines } from 'node:process';
import { parseArgs } from 'node:util';

import { installPeers } from './process.mjs';
import { aboutText, contenderText, skippedText, verdictText } from './report.mjs';
import { ROWS } from './rows.mjs';
import { judge } from './verdict.mjs';

const ROOT = new URL('../../', import.meta.url);
const OWN_DEPENDENCIES = ['luxon', 'class-transformer', 'class-validator'];

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    ndjson: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '30' },
  },
});

const readManifest = (path) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));

function versionsOf() {
  const peers = Object.keys(readManifest('spec/bench/package.json').dependencies);
  const installed = [
    ...OWN_DEPENDENCIES.map((name) => [name, `node_modules/${name}/package.json`]),
    ...peers.map((name) => [name, `spec/bench/node_modules/${name}/package.json`]),
  ];
  const own = { Node: engines.node, V8: engines.v8, 'prefect-states': readManifest('package.json').version };
  return { ...own, ...Object.fromEntries(installed.map(([name, path]) => [name, readManifest(path).version])) };
}

function machineOf() {
  const all = cpus();
  const model = all[0]?.model.trim() || 'unknown processor';
  return `${all.length} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`;
}

const names = [...new Set(ROWS.map(({ name }) => name))];
const unknown = options.only.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${names.join(', ')}`);

await installPeers();
const about = { machine: machineOf(), versions: versionsOf() };
const rows = [];
for (const { name, title, set, measure } of ROWS) {
  if (options.only.length > 0 && !options.only.includes(name)) continue;
  stderr.write(`${name} ${set}\n`);
  const outcome = await measure({ rounds: Number(options.rounds), ndjson: Number(options.ndjson) });
  rows.push({ name, title, set, ...outcome, verdicts: outcome.goals.map((goal) => judge(outcome.results, goal)) });
}
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...about, rows }, undefined, 2)}\n`);
const parts = [aboutText(about), verdictText(rows), contenderText(rows), skippedText(rows)];
stdout.write(`${parts.filter(Boolean).join('\n\n')}\n`);
