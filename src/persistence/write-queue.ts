/** Writes that are under way, so that a database can be closed after them. */
export interface Writes {
  /** Runs a write, at once or when its turn comes. */
  run<T>(write: () => Promise<T>): Promise<T>;
  /** Waits until nothing is left to write. */
  drained(): Promise<void>;
}

/**
 * Lets one write run after another. TypeORM's SQLite drivers share one connection: two transactions that overlap on it
 * become one, and whatever is written beside an open transaction is lost with its rollback.
 */
export class WriteQueue implements Writes {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#last.then(write);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async drained(): Promise<void> {
    await this.#last;
  }
}

/** Lets writes run side by side, each on a connection of its own. */
export class WriteSet implements Writes {
  readonly #open = new Set<Promise<unknown>>();

  async run<T>(write: () => Promise<T>): Promise<T> {
    const result = write();
    this.#open.add(result);
    try {
      return await result;
    } finally {
      this.#open.delete(result);
    }
  }

  async drained(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}
