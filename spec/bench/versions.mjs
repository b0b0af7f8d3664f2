/*
 * Every operation on several versions of Node, in turns: `node spec/bench/versions.mjs NODE...`, the programs, the first of which
 * the others are compared with. It prints Markdown.
 */
import { execFileSync } from 'node:child_process';
import { argv, env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

import { numberText, table } from './report.mjs';
import { NAMES } from './rows/versions.mjs';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const ROUNDS = '30';
/** As often each version has its turn with an operation; the least of all counts. */
const TURNS = Number(env.BENCH_TURNS ?? 3);

const nodes = argv.slice(2);
if (nodes.length === 0) throw new Error('node spec/bench/versions.mjs NODE...');

const measured = nodes.map((node) => {
  const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
  return { node, version, least: new Map() };
});
for (const name of NAMES) {
  stderr.write(`${name}\n`);
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const { node, least } of measured) {
      const text = execFileSync(node, [CHILD, 'versions', 'operation', name], {
        env: { ...env, BENCH_ROUNDS: ROUNDS },
      });
      const [{ value }] = JSON.parse(text).results;
      least.set(name, Math.min(value, least.get(name) ?? Infinity));
    }
  }
}

const [first] = measured;
const rows = NAMES.map((name) => [
  name,
  ...measured.map(({ least }) => `${numberText(least.get(name))} ns`),
  ...measured.slice(1).map(({ least }) => `${numberText(least.get(name) / first.least.get(name))} x`),
]);
const later = measured.slice(1).map(({ version }) => `${version} to ${first.version}`);
const beside = [
  ['parse to JSON.parse', 'parse', 'JSON.parse'],
  ['parseJson to JSON.parse', 'parseJson', 'JSON.parse'],
  ['json to JSON.stringify', 'json', 'JSON.stringify'],
  ['the same, text read', 'json, text read', 'JSON.stringify'],
  ['completed to randomUUID', 'completed', 'randomUUID'],
].map(([title, ours, theirs]) => [
  title,
  ...measured.map(({ least }) => `${numberText(least.get(ours) / least.get(theirs))} x`),
  ...later.map(() => ''),
]);
stdout.write(`${table(['', ...measured.map(({ version }) => version), ...later], [...rows, ...beside])}\n`);
