/** Writes that are under way, so that a database can be closed after them. */
export interface Writes {
  /** Runs a write, at once or when its turn comes. */
  run<T>(write: () => Promise<T>): Promise<T>;
  /** Waits until nothing is left to write. */
  drained(): Promise<void>;
}

/** The last write to each file, as long as it is under way. */
const lastTo = new Map<string, Promise<unknown>>();

/**
 * Lets one write to a file run after another, whichever connection of this process it goes by. TypeORM's SQLite drivers
 * share one connection: two transactions that overlap on it become one, and whatever is written beside an open
 * transaction is lost with its rollback.
 */
export class WriteQueue implements Writes {
  readonly #file: string;

  /** @param file - the one true path of the file */
  constructor(file: string) {
    this.#file = file;
  }

  run<T>(write: () => Promise<T>): Promise<T> {
    const result = (lastTo.get(this.#file) ?? Promise.resolve()).then(write);
    const ended = Promise.allSettled([result]).then(() => {
      if (lastTo.get(this.#file) === ended) lastTo.delete(this.#file);
    });
    lastTo.set(this.#file, ended);
    return result;
  }

  async drained(): Promise<void> {
    await lastTo.get(this.#file);
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
