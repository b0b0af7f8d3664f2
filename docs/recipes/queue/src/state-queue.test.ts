import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import PgBoss from 'pg-boss';
import { formatDateTime, SecretString, State } from 'prefect-states';
import { startPostgres } from './postgres.js';
import { StateQueue } from './state-queue.js';

const postgres = await startPostgres();
const boss = new PgBoss(postgres.url);
await boss.start();
after(async () => {
  await boss.stop({ graceful: false });
  await postgres.stop();
});

test('a state comes out of the queue as it went in', async () => {
  const queue = new StateQueue(boss, 'states');
  await queue.create();
  const state = State.completed({
    timestamp: '2026-11-23T16:37:01.243753Z',
    message: 'All done',
    data: { rows: 12, password: new SecretString('s3cr3t') },
  });
  const taken = new Promise<State>((resolve) => {
    void queue.work(async (each) => resolve(each));
  });
  await queue.send(state);

  const came = await taken;
  assert.ok(came instanceof State);
  assert.equal(came.json(), state.json());
  assert.equal(formatDateTime(came.timestamp), '2026-11-23T16:37:01.243753+00:00');
  assert.deepEqual(came.data, { rows: 12, password: '**********' });
});

test('what is no state is put aside, with its faults', async () => {
  const queue = new StateQueue(boss, 'spoilt');
  await queue.create();
  await queue.work(async () => assert.fail('is not called'));
  const refused = new Promise<unknown>((resolve) => {
    void boss.work(queue.refused, { pollingIntervalSeconds: 0.5 }, async ([job]) => resolve(job!.data));
  });
  await boss.send('spoilt', { type: 'DONE' });
  const { data, issues } = (await refused) as { data: unknown; issues: { loc: string[] }[] };
  assert.deepEqual(data, { type: 'DONE' });
  assert.deepEqual(issues[0]!.loc, ['type']);
});
