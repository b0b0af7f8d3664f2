/*
 * Asks again and again: soon while things change, seldom while nothing does, not at all while the page is hidden, and
 * after ever longer pauses while the server is away.
 */

/** What stands in the way, and when it is tried again. */
export interface Trouble {
  readonly error: unknown;
  readonly retryInMs: number;
}

const SOON_MS = 1000;
const SELDOM_MS = 5000;
const SLOWER = 1.3;
const LONGEST_PAUSE_MS = 15_000;

/** Does a piece of work over and over. */
export class Poll {
  readonly #work: () => Promise<boolean>;
  readonly #tell: (trouble: Trouble | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = SOON_MS;
  #failures = 0;
  #isBusy = false;
  #isWanted = false;

  /**
   * @param work - tells whether anything has changed
   * @param tell - is told what went wrong; and null, when nothing did
   */
  constructor(work: () => Promise<boolean>, tell: (trouble: Trouble | null) => void) {
    this.#work = work;
    this.#tell = tell;
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) clearTimeout(this.#timer);
      else this.now();
    });
  }

  /** Does the work at once; or once more, when it is being done. */
  now(): void {
    clearTimeout(this.#timer);
    if (this.#isBusy) this.#isWanted = true;
    else void this.#round();
  }

  async #round(): Promise<void> {
    this.#isBusy = true;
    try {
      this.#pause = (await this.#work()) ? SOON_MS : Math.min(this.#pause * SLOWER, SELDOM_MS);
      this.#failures = 0;
      this.#tell(null);
    } catch (error) {
      this.#pause = Math.min(SOON_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
      this.#failures += 1;
      this.#tell({ error, retryInMs: this.#pause });
    }
    this.#isBusy = false;
    if (document.hidden) return;
    this.#timer = setTimeout(() => void this.#round(), this.#isWanted ? 0 : this.#pause);
    this.#isWanted = false;
  }
}
