/*
 * Measures contenders against each other: all in one process, in turns, the quickest call of many counts. Whatever else
 * the machine does then touches all of them alike, and the least touched call of each is compared. A call takes only some
 * of the items, the next ones each time, so that it is short beside the time a busy machine gives a process at once.
 */
import { Bench } from 'tinybench';

/**
 * One way to do a row's work.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} group what a goal calls it; `ours` is this package
 * @property {string} work `same`, or what it does less
 * @property {() => void} run does the work for the next items
 * @property {number} items how many that are
 */

/** Items of one call: a multiple of four, so that each has as many of every shape in `four`; `mixed` fits whole. */
const ITEMS = 40;

/** A contender that takes less than this part of its best has become quicker. */
const NOTICEABLE = 0.97;
/** How often `rounds` may pass in all. */
const MOST_TIMES = 8;

/** Takes every result, so that no engine may leave out the work. */
export const sink = { last: undefined };

/**
 * Makes a contender that works on one item after another.
 *
 * @param {{ name: string, group: string, work: string }} about
 * @param {readonly unknown[]} items
 * @param {(item: unknown, index: number) => unknown} act
 * @returns {Contender}
 */
export function contender({ name, group, work = 'same' }, items, act) {
  const step = items.length % ITEMS === 0 ? ITEMS : items.length;
  let from = 0;
  const run = () => {
    const end = from + step;
    for (let index = from; index < end; index += 1) sink.last = act(items[index], index);
    from = end === items.length ? 0 : end;
  };
  return { name, group, work, run, items: step };
}

/**
 * Measures contenders in turns, and goes on until as many rounds as `rounds` have made none of them noticeably quicker,
 * for on a busy machine the engine may take long to bring the last of them to its full speed.
 *
 * @param {readonly Contender[]} contenders
 * @param {{ rounds?: number, time?: number }} options `time` is milliseconds a contender has in each round
 * @returns {{ name: string, group: string, work: string, value: number }[]} nanoseconds an item, the least of all calls
 */
export function alternate(contenders, { rounds = 30, time = 8 } = {}) {
  const measured = contenders.map(({ name, group, work, run, items }) => {
    const bench = new Bench({ iterations: 1, time, warmup: false, throws: true }).add(name, run);
    return { bench, items, result: { name, group, work, value: Infinity } };
  });
  let idle = 0;
  for (let round = 0; idle < rounds && round < rounds * MOST_TIMES; round += 1) {
    idle += 1;
    for (const { bench, items, result } of measured) {
      // a task that has run does not run again
      bench.reset();
      const [task] = bench.runSync();
      const value = (task.result.latency.min * 1e6) / items;
      if (value < result.value * NOTICEABLE) idle = 0;
      result.value = Math.min(result.value, value);
    }
  }
  return measured.map(({ result }) => result);
}
