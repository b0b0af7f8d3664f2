import 'reflect-metadata';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { NestFactory } from '@nestjs/core';
import { startPostgres } from './postgres.js';

const postgres = await startPostgres();
process.env.DATABASE_URL = postgres.url;
// its data source reads the address when it is loaded
const { AppModule } = await import('./app.module.js');
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const base = await app.getUrl();
after(async () => {
  await app.close();
  await postgres.stop();
});

async function call(path: string, body?: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(base + path, body && { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

test('jobs of a team are found by the column of ours, each with its state', async () => {
  const { body: first } = await call('/jobs', { name: 'export', team: 'data' });
  await call('/jobs', { name: 'mail', team: 'sales' });
  const { body: moved } = await call(`/jobs/${first.id}/states`, { type: 'RUNNING', message: 'at work' });
  assert.equal(moved.status, 'ACCEPT');
  assert.match(moved.state.timestamp, /\.\d{6}\+00:00$/);

  const { body: jobs } = await call('/teams/data/jobs');
  assert.deepEqual(jobs, [{ id: first.id, name: 'export', state: moved.state }]);
});

test('what a model does not take is answered with its place', async () => {
  const { status, body } = await call('/jobs', { name: 'export' });
  assert.equal(status, 422);
  assert.deepEqual(body.exception_detail[0].loc, ['body', 'team']);
});
