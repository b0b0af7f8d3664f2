import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DateTime } from 'luxon';
import { State } from 'prefect-states';
import { Database, Runs, RunStates } from 'prefect-states/persistence';
import { CORE_FLOW_POLICY, decide, type Policies } from 'prefect-states/transitions';
import { openingHours } from './opening-hours.js';

const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
const database = await Database.open(`sqlite:${join(folder, 'runs.db')}`);
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function createRun(policies?: Policies) {
  const runs = new Runs(database, { policies });
  const { flow } = await runs.createFlow({ name: 'report', tags: [] });
  return runs.createFlowRun({ name: 'report-1', flowId: flow.id });
}

test('a run begins in opening hours, and waits for them', async () => {
  const { run, state: current } = await createRun();
  // before Prefect's own rules, which are asked too
  const policy = [openingHours({ opens: 8, closes: 18, zone: 'Europe/Berlin' }), ...CORE_FLOW_POLICY];
  const askAt = (time: string) =>
    decide({ run, current, proposed: State.running(), now: DateTime.fromISO(time, { setZone: true }), policy });

  assert.equal(askAt('2026-11-23T12:00:00+01:00').status, 'ACCEPT');
  const { status, details } = askAt('2026-11-23T18:30:00+01:00');
  assert.equal(status, 'WAIT');
  assert.deepEqual(details.toJSON(), {
    type: 'wait_details',
    delay_seconds: 13.5 * 3600,
    reason: 'Opens at 08:00',
  });
});

test('runs that are kept go by it', async () => {
  const policies: Policies = {
    flowRuns: [openingHours({ opens: 24, closes: 24, zone: 'utc' }), ...CORE_FLOW_POLICY],
  };
  const { run } = await createRun(policies);
  const states = new RunStates(database, 'flow_run', { policies });
  assert.equal((await states.propose(run.id, State.running())).status, 'WAIT');
  assert.equal((await states.propose(run.id, State.cancelled())).status, 'ACCEPT');
  assert.deepEqual(
    (await states.history(run.id)).map(({ name }) => name),
    ['Pending', 'Cancelled'],
  );
});
