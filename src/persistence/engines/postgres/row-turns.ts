import { setTimeout } from 'node:timers/promises';

import { errorWithCode } from '../unavailable.js';

/** As long as a session of ours waits for a row that another holds. */
const PATIENCE_MS = 5000;

/**
 * Lets writes to the same row come one after another. A row that is locked from elsewhere then keeps one connection
 * waiting, not all that writers have.
 */
export class RowTurns {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Runs a write when those of the same row that came before are over.
   *
   * @throws an error for which `whyUnavailable` says `55P03`, as Postgres does, when that takes too long; it is not run then
   */
  async run<T>(row: string, write: () => Promise<T>): Promise<T> {
    const before = this.#last.get(row);
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const last = before === undefined ? over : before.then(() => over);
    this.#last.set(row, last);
    void last.then(() => this.#last.get(row) === last && this.#last.delete(row));
    try {
      if (before !== undefined) await inTime(before);
      return await write();
    } finally {
      end();
    }
  }
}

async function inTime(before: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const late = setTimeout(PATIENCE_MS, 'late', { signal: waiting.signal }).catch(() => undefined);
  const first = await Promise.race([before, late]);
  waiting.abort();
  if (first === 'late') throw errorWithCode('55P03', 'the row is locked');
}
