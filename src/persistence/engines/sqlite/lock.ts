/*
 * One file has one writer at a time, of all connections and all processes. SQLite's own way to wait for it stops the
 * process, and with it the writer in the same process that holds the lock; this one lets the process go on.
 */
import { setTimeout } from 'node:timers/promises';

import { whyUnavailable } from '../unavailable.js';

/** As long as SQLite's drivers wait. */
const PATIENCE_MS = 5000;

const LONGEST_WAIT_MS = 100;

/** When the patience of one who comes now ends, in the process's own time. */
export function endOfPatience(): number {
  return performance.now() + PATIENCE_MS;
}

/**
 * Tries something until no other connection holds the file.
 *
 * @param end - when to give up; it is tried once in any case
 * @returns what the first attempt gives that finds it free
 * @throws the database's own error, for which `whyUnavailable` says `SQLITE_BUSY`, when it is not free in time; any other
 * at once
 */
export async function whenFree<T>(attempt: () => T | Promise<T>, end = endOfPatience()): Promise<T> {
  for (let wait = 1; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      await setTimeout(wait);
    }
  }
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(whyUnavailable(error) ?? '');
}
