import { type EntityManager } from 'typeorm';

/** Something to write, and who waits for it. */
interface Waiting {
  readonly work: (manager: EntityManager) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** How a piece of work ended. */
type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** Runs a transaction. */
export type Transaction = (work: (manager: EntityManager) => Promise<void>) => Promise<void>;

/** The most that share a commit, so that the first need not wait for long. */
const MOST = 64;

/**
 * Lets those who wait to write share a transaction: a commit waits for the disk, and the disk takes as long for one state as
 * for many. Each has a savepoint of his own, so that one who fails leaves nothing behind and the others as they were; and
 * nobody is answered before all of it is on the disk.
 */
export class SharedCommit {
  readonly #transaction: Transaction;
  #waiting: Waiting[] = [];

  /** @param transaction - runs one, when its turn comes */
  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** Runs a piece of work in the next transaction. */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#waiting.length === 1) void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    let sharing: readonly Waiting[] = [];
    let outcomes: Outcome[] = [];
    try {
      await this.#transaction(async (manager) => {
        // who came while it waited for its turn is taken along
        sharing = this.#take();
        await runAll(sharing, manager, outcomes);
      });
    } catch (error) {
      // nobody's is kept; one who failed by himself is told his own reason
      const refused = sharing.length > 0 ? sharing : this.#take();
      outcomes = refused.map((_, i) => ({ error, ...failureOf(outcomes[i]) }));
      sharing = refused;
    }
    for (const [i, { resolve, reject }] of sharing.entries()) {
      const outcome = outcomes[i]!;
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.value);
    }
  }

  #take(): readonly Waiting[] {
    const taken = this.#waiting.slice(0, MOST);
    this.#waiting = this.#waiting.slice(MOST);
    if (this.#waiting.length > 0) void this.#commit();
    return taken;
  }
}

function failureOf(outcome: Outcome | undefined): Partial<Outcome> {
  return outcome !== undefined && 'error' in outcome ? outcome : {};
}

/** Runs each piece of work; how those ended that were run is in `outcomes`, also when the transaction is lost. */
async function runAll(sharing: readonly Waiting[], manager: EntityManager, outcomes: Outcome[]): Promise<void> {
  // one alone has the whole transaction
  const run = sharing.length === 1 ? runAlone : runApart;
  for (const { work } of sharing) outcomes.push(await run(work, manager));
}

async function runAlone(work: Waiting['work'], manager: EntityManager): Promise<Outcome> {
  return { value: await work(manager) };
}

/** Runs a piece of work so that nothing is left of it when it fails. */
async function runApart(work: Waiting['work'], manager: EntityManager): Promise<Outcome> {
  await manager.query('SAVEPOINT shared_commit');
  try {
    const value = await work(manager);
    await manager.query('RELEASE shared_commit');
    return { value };
  } catch (error) {
    await undo(manager, error);
    return { error };
  }
}

/** Goes back to the savepoint. @throws the reason, when SQLite has rolled back the whole transaction by itself */
async function undo(manager: EntityManager, reason: unknown): Promise<void> {
  try {
    await manager.query('ROLLBACK TO shared_commit');
    await manager.query('RELEASE shared_commit');
  } catch {
    throw reason;
  }
}
