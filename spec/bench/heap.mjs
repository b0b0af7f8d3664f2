/*
 * Measures the heap that states take when they are kept: `node --expose-gc heap.mjs READER`, one reader a process. The
 * texts they were read from are dropped first. The answer, bytes a state, goes to standard output.
 */
import { argv, memoryUsage, stdout } from 'node:process';

import { makeSet } from './sets.mjs';

const COUNT = 20_000;

const READERS = {
  plain: async () => (wire) => wire,
  ours: async () => {
    const { State } = await import('../../dist/index.js');
    return (wire) => State.parse(wire);
  },
  'class-transformer': async () => (await import('./peers/class-transformer.mjs')).parsePeer,
  zod: async () => {
    const { zodState } = await import('./peers/zod.mjs');
    return (wire) => zodState.parse(wire);
  },
};

const read = await READERS[argv[2]]();
const { texts } = makeSet('four');
// whatever is made once for all states is made now
for (const text of texts) read(JSON.parse(text));

const kept = new Array(COUNT).fill(null);
globalThis.gc();
const before = memoryUsage().heapUsed;
for (let index = 0; index < COUNT; index += 1) kept[index] = read(JSON.parse(texts[index % texts.length]));
globalThis.gc();
globalThis.gc();
stdout.write(String((memoryUsage().heapUsed - before) / kept.length));
