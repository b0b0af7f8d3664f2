/* A row that somebody else holds on Postgres, under a batch of events. */
import { randomUUID } from 'node:crypto';
import { DataSource, type QueryRunner } from 'typeorm';

import { Runs, RunSearch, TaskRunEvents } from '../../../src/persistence/index.js';
import { freshDatabase } from '../../support/database.js';
import { eventOf } from '../../support/events.js';
import { newFlowRun } from '../../support/runs.js';

describe('TaskRunEvents.record() on postgres, where a row is locked', () => {
  const { current, url } = freshDatabase('postgres');
  let source: DataSource;
  let holder: QueryRunner;

  beforeEach(async () => {
    source = await new DataSource({ type: 'postgres', url: url() }).initialize();
    holder = source.createQueryRunner();
    await holder.startTransaction();
  });
  afterEach(async () => {
    if (holder.isTransactionActive) await holder.rollbackTransaction();
    await holder.release();
    await source.destroy();
  });

  it.each(['task_run', 'flow_run'])(
    'keeps all but the events that need it: of %s',
    async (table) => {
      const events = new TaskRunEvents(current());
      const flowRun = (await new Runs(current()).createFlowRun(await newFlowRun(current()))).run.id;
      const run = randomUUID();
      const ofRun = table === 'task_run' ? { run } : { run, flowRun };
      if (table === 'task_run') await events.record([eventOf('PENDING', { ...ofRun, at: 1 })]);
      await holder.query(`SELECT * FROM ${table} WHERE id = $1 FOR UPDATE`, [table === 'task_run' ? run : flowRun]);

      const others = Array.from({ length: 99 }, () => eventOf('RUNNING'));
      const batch = [...others.slice(0, 60), eventOf('RUNNING', { ...ofRun, at: 2 }), ...others.slice(60)];
      const start = performance.now();
      const statuses = (await events.record(batch)).map(({ status }) => status);
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(statuses).toEqual(batch.map((event) => (others.includes(event) ? 'RECORDED' : 'LOCKED')));

      await holder.rollbackTransaction();
      const again = (await events.record(batch)).map(({ status }) => status);
      expect(again).toEqual(batch.map((event) => (others.includes(event) ? 'KNOWN' : 'RECORDED')));
      expect((await new RunSearch(current()).taskRun(run))?.run.stateType).toBe('RUNNING');
    },
    30_000,
  );
});
