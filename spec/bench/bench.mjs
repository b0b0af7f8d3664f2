/*
 * The benchmark: `npm run bench -- [--only NAME]... [--json FILE] [--ndjson COUNT] [--rounds COUNT]`. It prints Markdown
 * to standard output and what it is doing to standard error. Goals that are not met do not make it fail.
 */
import { writeFileSync } from 'node:fs';
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';

import { machineOf, readManifest, versionsOf } from './about.mjs';
import { installPeers } from './process.mjs';
import { aboutText, contenderText, skippedText, verdictText } from './report.mjs';
import { ROWS } from './rows.mjs';
import { judge } from './verdict.mjs';

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

const names = [...new Set(ROWS.map(({ name }) => name))];
const unknown = options.only.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${names.join(', ')}`);

await installPeers();
const peers = Object.keys(readManifest('spec/bench/package.json').dependencies).filter((name) => name !== 'autocannon');
const about = { machine: machineOf(), versions: versionsOf(OWN_DEPENDENCIES, peers) };
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
