/*
 * A transaction in two round trips, not four: BEGIN goes with the first statement, and COMMIT with the last writes. The row is
 * locked, and the connection in use, for that much less time.
 */
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/** What pg takes as a query. */
interface Query {
  /** Of a prepared statement; left out when it is not prepared. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** What is used of pg's connections; its types would make pg our dependency. */
export interface Connection {
  query(query: Query): Promise<{ readonly rows: unknown[] }>;
  /** Whether it sends a query before the previous one is answered; older versions of pg cannot. */
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

  /** Sends a query that nothing waits for before the end, in one packet with what is sent next in this turn of the event loop. */
  send(asked: Query): void {
    const { stream } = this.connection.connection;
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    this.#answers.push(query(this.connection, asked));
    // `answered` reports it
    this.#answers.at(-1)!.catch(() => undefined);
  }

  /** @throws the error of the first that failed, which made the later ones fail */
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
 * Runs a transaction whose work waits for nothing but the database. What it writes by `writeAll` is answered at the end,
 * with the commit: after a failed statement, Postgres turns a COMMIT into a rollback.
 */
export async function shortTransaction<T>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    if (connection.pipeline !== true) return await runner.manager.transaction(work);
    // otherwise a query through TypeORM would begin another transaction
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
    // an earlier write that nothing waited for may have failed first
    await sent.answered();
    throw error;
  }
}
