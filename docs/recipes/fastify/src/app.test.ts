import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createApp } from './app.js';

const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
const app = await createApp(`sqlite:${join(folder, 'jobs.db')}`);
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });

test('a job is made, runs, and tells its history', async () => {
  const made = await post('/jobs', { name: 'export' });
  assert.equal(made.statusCode, 201);
  const { id, state } = made.json();
  assert.equal(state.name, 'Pending');

  const running = await post(`/jobs/${id}/states`, { type: 'RUNNING', message: 'at work' });
  assert.equal(running.json().status, 'ACCEPT');
  await post(`/jobs/${id}/states`, { type: 'COMPLETED', data: { rows: 12 } });

  const history = (await app.inject(`/jobs/${id}/states`)).json();
  assert.deepEqual(
    history.map(({ name }: { name: string }) => name),
    ['Pending', 'Running', 'Completed'],
  );
  assert.deepEqual(history[1], running.json().state);
  assert.deepEqual(history[2].data, { rows: 12 });
});

test('what is wrong is told with its places', async () => {
  const { id } = (await post('/jobs', { name: 'export' })).json();
  const refused = await post(`/jobs/${id}/states`, { type: 'DONE', state_details: { flow_run_id: 'x' } });
  assert.equal(refused.statusCode, 422);
  assert.deepEqual(
    refused.json().faults.map(({ loc }: { loc: string[] }) => loc.join('.')),
    ['type', 'state_details.flow_run_id'],
  );
  assert.equal((await app.inject('/jobs/no-uuid/states')).statusCode, 422);
  const unknown = await post('/jobs/00000000-0000-4000-8000-000000000000/states', { type: 'RUNNING' });
  assert.equal(unknown.statusCode, 404);
});
