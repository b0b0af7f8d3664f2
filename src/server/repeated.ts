/** Work that is done once at a time; where it is wanted meanwhile, once more. */
export class Repeated {
  readonly #work: () => Promise<void>;
  #isWanted = false;
  #running: Promise<void> | null = null;

  /** @param work - it does not throw */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Has it done now, or behind that which runs. */
  want(): void {
    this.#isWanted = true;
    this.#running ??= this.#run();
  }

  /** Waits until nothing more is wanted. */
  async over(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#work();
    }
    this.#running = null;
  }
}
