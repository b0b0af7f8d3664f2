/*
 * Reads and writes many states as lines of JSON: `node --expose-gc ndjson.mjs COUNT`. The lines come in chunks as from a
 * file and go out the same way; nothing is kept. After each tenth it takes the time and, after a collection, the heap;
 * the answer, a JSON list, goes to standard output.
 */
import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { argv, memoryUsage, stdout } from 'node:process';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';

import { State } from '../../dist/index.js';
import { makeSet } from './sets.mjs';

const CHUNK = 100;
const TENTHS = 10;

const perTenth = Math.ceil(Number(argv[2]) / TENTHS / CHUNK) * CHUNK;
const { texts } = makeSet('four');

function* chunks() {
  for (let done = 0; done < perTenth; done += CHUNK) {
    const from = done % texts.length;
    yield Buffer.from(texts.slice(from, from + CHUNK).join('\n') + '\n');
  }
}

/** Lines of JSON in, lines of JSON out, each read into a state. A line may come in several chunks. */
function throughStates() {
  let rest = '';
  const decoder = new TextDecoder();
  return new Transform({
    transform(chunk, _encoding, done) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop();
      done(null, lines.map((line) => `${State.parseJson(line).json()}\n`).join(''));
    },
  });
}

async function runTenth() {
  let bytes = 0;
  const counted = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  await pipeline(Readable.from(chunks()), throughStates(), counted);
  return bytes;
}

const tenths = [];
for (let tenth = 0; tenth < TENTHS; tenth += 1) {
  const start = performance.now();
  const bytes = await runTenth();
  const milliseconds = performance.now() - start;
  globalThis.gc();
  tenths.push({ states: perTenth, bytes, milliseconds, heap: memoryUsage().heapUsed });
}
const expected = [...chunks()].reduce((sum, chunk) => sum + chunk.length, 0);
if (tenths.some(({ bytes }) => bytes !== expected)) throw new Error('what was written is not as long as what was read');
stdout.write(JSON.stringify(tenths));
