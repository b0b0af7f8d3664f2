import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';

import { State } from '../../../src/index.js';
import { type NewFlowRun, type NewTaskRun, Runs } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

describe.each(ENGINES)('on %s', (engine) => {
  const database = freshDatabase(engine);
  const runs = (): Runs => new Runs(database.current());

  const flowRun = (fields?: Partial<NewFlowRun>): Promise<NewFlowRun> => newFlowRun(database.current(), fields);

  const taskRun = (fields: Partial<NewTaskRun>): NewTaskRun => ({
    name: 't',
    flowRunId: null,
    taskKey: 'task',
    dynamicKey: '0',
    taskVersion: null,
    cacheKey: null,
    cacheExpiration: null,
    taskInputs: {},
    tags: [],
    ...fields,
  });

  describe('Runs.createFlow()', () => {
    it('makes a flow once for a name', async () => {
      const first = await runs().createFlow({ name: 'f', tags: ['a'] });
      const again = await runs().createFlow({ name: 'f', tags: [] });
      expect([first.isNew, again.isNew]).toEqual([true, false]);
      expect(again.flow).toMatchObject({ id: first.flow.id, tags: ['a'] });
    });

    it('makes one flow for many calls at once', async () => {
      const made = await Promise.all(Array.from({ length: 10 }, () => runs().createFlow({ name: 'f', tags: [] })));
      expect(new Set(made.map(({ flow }) => flow.id)).size).toBe(1);
      expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    });
  });

  describe('Runs.createFlowRun()', () => {
    it('makes a run in a pending state, or in the one that is given', async () => {
      const pending = await runs().createFlowRun(await flowRun());
      expect(pending).toMatchObject({
        isNew: true,
        state: { type: 'PENDING', stateDetails: { flowRunId: pending.run.id } },
      });
      const late = await runs().createFlowRun(await flowRun(), State.late());
      expect(late.run).toMatchObject({ stateType: 'SCHEDULED', stateName: 'Late', stateId: late.state?.id });
    });

    it('finds the run of an idempotency key, in its current state', async () => {
      const given = await flowRun({ idempotencyKey: 'k' });
      const first = await runs().createFlowRun(given);
      const again = await runs().createFlowRun({ ...given, name: 'other' }, State.running());
      expect(again).toMatchObject({
        isNew: false,
        run: { id: first.run.id, name: 'r', parameters: { x: 1 }, tags: ['t'] },
      });
      expect(again.state?.json()).toBe(first.state?.json());
      expect((await runs().createFlowRun(await flowRun())).run.id).not.toBe(first.run.id);
    });

    it('keeps nothing of a run of no flow', async () => {
      const given = await flowRun({ flowId: randomUUID() });
      await expect(runs().createFlowRun(given)).rejects.toThrow(`Flow with id ${given.flowId} not found`);
      expect(await database.current().reader.query('SELECT id FROM flow_run')).toEqual([]);
    });
  });

  describe('Runs.createTaskRun()', () => {
    it('finds the run of a task and key within a flow run, or without one', async () => {
      const { run } = await runs().createFlowRun(await flowRun());
      for (const flowRunId of [run.id, null]) {
        const first = await runs().createTaskRun(taskRun({ flowRunId }));
        const again = await runs().createTaskRun(taskRun({ flowRunId }));
        const other = await runs().createTaskRun(taskRun({ flowRunId, dynamicKey: '1' }));
        expect([first.isNew, again.isNew, other.isNew]).toEqual([true, false, true]);
        expect(again.run.id).toBe(first.run.id);
        expect(first.state?.stateDetails).toMatchObject({ flowRunId, taskRunId: first.run.id });
      }
    });

    it.each([DateTime.invalid('no'), DateTime.utc().plus({ years: 9000 })])(
      'refuses the date %p by the name of its field',
      async (cacheExpiration) => {
        const making = runs().createTaskRun(taskRun({ cacheExpiration }));
        await expect(making).rejects.toMatchObject({
          name: 'ValidationError',
          issues: [{ loc: ['cache_expiration'] }],
        });
      },
    );

    it('takes the id that is given', async () => {
      const id = randomUUID();
      expect((await runs().createTaskRun(taskRun({ id }))).run.id).toBe(id);
    });
  });
});
