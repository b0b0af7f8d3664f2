/**
 * Lets one write run after another. TypeORM's SQLite drivers share one connection: two transactions that overlap on it
 * become one, and whatever is written beside an open transaction is lost with its rollback.
 */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a write when all before it have ended, well or not. */
  run<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#last.then(write);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Waits until nothing is left to write. */
  async drained(): Promise<void> {
    await this.#last;
  }
}
