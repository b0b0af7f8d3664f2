/* Rows that no two contenders can share a process for: heap, first import, and a long stream. */
import { spawnNode } from '../process.mjs';
import { NO_MICROSECONDS } from './work.mjs';

const DEPENDENCIES = ['reflect-metadata', 'luxon', 'class-transformer', 'class-validator'];
const IMPORT_TRIES = 12;
const ENTRY = '../../dist/index.js';

/** Bytes of heap for each state that is kept. */
export async function heap() {
  const bytes = async (reader) => Number(await spawnNode(['--expose-gc', 'heap.mjs', reader]));
  const result = async (name, reader, work) => {
    return { name, group: reader, work, value: await bytes(reader), unit: 'bytes' };
  };
  return {
    results: [
      await result('prefect-states', 'ours', 'same'),
      await result('plain object', 'plain', 'no dates'),
      await result('class-transformer + luxon', 'class-transformer', NO_MICROSECONDS),
      await result('zod + luxon', 'zod', NO_MICROSECONDS),
    ],
    goals: [
      { group: 'plain', most: 1.75 },
      { group: 'class-transformer', most: 0.6 },
    ],
  };
}

/** Milliseconds of a first import, the least of many fresh processes; ours without its dependencies. */
export async function firstImport() {
  const entries = [
    { name: 'prefect-states, beyond its dependencies', group: 'ours', work: 'same', args: [ENTRY, ...DEPENDENCIES] },
    { name: 'its dependencies', group: 'dependencies', work: 'luxon and three more', args: ['./dependencies.mjs'] },
    { name: 'zod', group: 'zod', work: 'defines no model', args: ['zod'] },
    { name: 'valibot', group: 'valibot', work: 'defines no model', args: ['valibot'] },
    { name: 'arktype', group: 'arktype', work: 'defines no model', args: ['arktype'] },
  ];
  const least = new Map(entries.map(({ name }) => [name, Infinity]));
  for (let tries = 0; tries < IMPORT_TRIES; tries += 1) {
    for (const { name, args } of entries) {
      const taken = Number(await spawnNode(['first-import.mjs', ...args]));
      least.set(name, Math.min(least.get(name), taken));
    }
  }
  const results = entries.map(({ name, group, work }) => ({ name, group, work, value: least.get(name), unit: 'ms' }));
  return { results, goals: [{ text: 'milliseconds', value: results[0].value, most: 25 }] };
}

/** States read from lines of JSON and written to lines of JSON: whether time is linear and the heap flat. */
export async function ndjson({ ndjson: count }) {
  const tenths = JSON.parse(await spawnNode(['--expose-gc', 'ndjson.mjs', String(count)]));
  const nanoseconds = tenths.map(({ milliseconds, states }) => (milliseconds * 1e6) / states);
  const least = (from, to) => Math.min(...nanoseconds.slice(from, to));
  const [first, second] = [least(0, 5), least(5, 10)];
  // the first tenth still compiles
  const [early, late] = [tenths[1].heap, tenths[9].heap];
  const states = `${tenths[0].states * tenths.length} states`;
  return {
    results: [
      { name: 'prefect-states, first half', group: 'ours', work: states, value: first },
      { name: 'prefect-states, second half', group: 'second half', work: states, value: second },
      { name: 'heap after two tenths', group: 'early heap', work: states, value: early, unit: 'bytes' },
      { name: 'heap at the end', group: 'late heap', work: states, value: late, unit: 'bytes' },
    ],
    goals: [
      { text: 'time, second half to first', value: second / first, most: 1.15 },
      { text: 'heap, end to second tenth', value: late / early, most: 1.1 },
    ],
    alone: true,
  };
}
