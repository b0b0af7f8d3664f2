// the application on Express and on Fastify, with SQLite; the major version of Nest that is expected is given
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { tryOn } from './application.mjs';

const { version } = createRequire(import.meta.url)('@nestjs/core/package.json');
assert.equal(version.split('.')[0], process.argv[2]);

const folder = mkdtempSync(join(tmpdir(), 'nest-'));
try {
  for (const [name, adapter] of [
    ['Express', []],
    ['Fastify', [new FastifyAdapter()]],
  ]) {
    await tryOn(adapter, `sqlite:${join(folder, `${name}.db`)}`);
    console.log(`Nest ${version} on ${name}: well`);
  }
  assert.equal(readFileSync(join(folder, 'Express.db')).subarray(0, 15).toString(), 'SQLite format 3');
} finally {
  rmSync(folder, { recursive: true });
}
