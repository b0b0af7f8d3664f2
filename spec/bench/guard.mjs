/*
 * Fails when reading has become much slower than it was: `npm run bench:guard`. It compares `State.parse` with
 * `JSON.parse` in one process, so the machine's own speed cancels out, and fails only when three tries in a row are
 * above the limit, so that a busy machine does not decide.
 */
import { exit, stdout } from 'node:process';

import { installPeers } from './process.mjs';

/**
 * What `State.parse` may take, in times of `JSON.parse` of the same text, on the four commonest shapes. Three times of
 * what was measured when this was written; lower it when reading has become quicker.
 */
const LIMIT = 0.95;
const TRIES = 3;

await installPeers();
// not before the peers are there
const { alternate, contender } = await import('./measure.mjs');
const { makeSet } = await import('./sets.mjs');
const { State } = await import('../../dist/index.js');

const { texts, wires } = makeSet('four');
const contenders = [
  contender({ name: 'State.parse', group: 'ours' }, wires, (wire) => State.parse(wire)),
  contender({ name: 'JSON.parse', group: 'JSON.parse' }, texts, (text) => JSON.parse(text)),
];

for (let tries = 1; tries <= TRIES; tries += 1) {
  const [ours, theirs] = alternate(contenders, { rounds: 20 });
  const ratio = ours.value / theirs.value;
  stdout.write(`State.parse takes ${ratio.toFixed(2)} x JSON.parse, the limit is ${LIMIT} (try ${tries})\n`);
  if (ratio <= LIMIT) exit();
}
exit(1);
