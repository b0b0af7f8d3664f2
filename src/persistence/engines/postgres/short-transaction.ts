/*
 * A transaction in two ways to the server and back, where there would be four: BEGIN goes along with the first statement, and
 * COMMIT with what is written last. The row is locked, and the connection taken, for as much less time.
 */
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/** What pg takes as a query. */
interface Query {
  /** Of a prepared statement; left out for one that is not prepared. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** What is used of pg's connections; its own types would make it a dependency of ours. */
export interface Connection {
  query(query: Query): Promise<{ readonly rows: unknown[] }>;
  /** Whether it sends a query before the one before is answered; older versions of pg cannot. */
  readonly pipeline?: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** Runs a query. @throws as TypeORM does */
export async function query(connection: Connection, asked: Query): Promise<unknown[]> {
  try {
    return (await connection.query(asked)).rows;
  } catch (error) {
    throw new QueryFailedError(asked.text, [...(asked.values ?? [])], error as Error);
  }
}

/** What a short transaction has sent on its connection. */
class Sent {
  readonly connection: Connection;
  readonly #answers: Promise<unknown>[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Sends what nothing waits for before the end, in one packet with what is sent next in this turn of the loop. */
  send(asked: Query): void {
    const { stream } = this.connection.connection;
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    this.#answers.push(query(this.connection, asked));
    // told at the end
    this.#answers.at(-1)!.catch(() => undefined);
  }

  /** @throws the error of the first that failed: all behind it failed for that */
  async answered(): Promise<void> {
    const failed = (await Promise.allSettled(this.#answers)).find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }
}

const open = new WeakMap<EntityManager, Sent>();

/** What the short transaction of a manager has sent; undefined where it has none. */
export function sentBy(manager: EntityManager): Sent | undefined {
  return open.get(manager);
}

/**
 * Runs a transaction whose work waits for nothing but the database. What it writes by `writeAll` is answered at the end only, with
 * the commit: Postgres makes a rollback of a COMMIT behind a statement that failed.
 */
export async function shortTransaction<T>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    if (connection.pipeline !== true) return await runner.manager.transaction(work);
    // else what TypeORM writes would begin another
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    return await run(connection, runner.manager, work);
  } finally {
    await runner.release();
  }
}

async function run<T>(
  connection: Connection,
  manager: EntityManager,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const sent = new Sent(connection);
  open.set(manager, sent);
  sent.send({ text: 'BEGIN' });
  try {
    const result = await work(manager);
    sent.send({ text: 'COMMIT' });
    await sent.answered();
    return result;
  } catch (error) {
    sent.send({ text: 'ROLLBACK' });
    // the error of what was not waited for came before
    await sent.answered();
    throw error;
  }
}
