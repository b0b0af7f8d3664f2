/* The order of the spec files: those that take long come first, so that no core is idle at the end. */
import Sequencer from '@jest/test-sequencer';

/** Where processes and databases are started. */
const LONG = /\/spec\/(?:server|persistence|nest|live|docs)\b/;

export default class LongestFirst extends Sequencer {
  /** By the times of the run before, where there was one; else what is likely to take long. */
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path, duration }) => Number(duration === undefined && LONG.test(path));
    return sorted.sort((one, other) => isLong(other) - isLong(one));
  }
}
