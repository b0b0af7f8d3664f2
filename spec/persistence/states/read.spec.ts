/* The quick way from a row to a state, beside the entity's: what they give must be the same. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { State } from '../../../src/index.js';
import { Database, FlowRunStateEntity, Runs, RunStates, TaskRunStateEntity } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase, temporaryFolder } from '../../support/database.js';
import { recordedStates } from '../../support/fixtures.js';
import { newFlowRun } from '../../support/runs.js';

const RECORDINGS = fileURLToPath(new URL('../../fixtures/recordings/', import.meta.url));

/** Every state of a database, read as entities and by `RunStates`. */
async function expectSame(database: Database): Promise<number> {
  let count = 0;
  for (const [kind, entity] of [
    ['flow_run', FlowRunStateEntity],
    ['task_run', TaskRunStateEntity],
  ] as const) {
    const states = new RunStates(database, kind);
    for (const row of await database.reader.find<FlowRunStateEntity>(entity, { relations: { artifact: true } })) {
      const [quick, slow] = [(await states.find(row.id))!, row.asState()];
      expect(quick.json()).toBe(slow.json());
      expect(quick.equals(slow)).toBe(true);
      expect(quick.dict({ excludeUnset: true })).toEqual(slow.dict({ excludeUnset: true }));
      expect(quick.data).toEqual(slow.data);
      count += 1;
    }
  }
  return count;
}

describe.each([
  ['2.20.25', 91],
  ['3.8.8', 35],
] as const)('RunStates.find() in the database of a Prefect %s server', (version, count) => {
  const file = join(temporaryFolder(), 'prefect.db');

  it('gives what asState() of the row gives', async () => {
    copyFileSync(`${RECORDINGS}prefect-${version}.db`, file);
    const database = await Database.openReadOnly(`sqlite:${file}`);
    expect(await expectSame(database)).toBe(count);
    await database.close();
  });
});

describe.each(ENGINES)('RunStates.find() on %s', (engine) => {
  const { current } = freshDatabase(engine);

  it('gives what asState() of the row gives, whatever the time and the data', async () => {
    const database = current();
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    const states = new RunStates(database, 'flow_run');
    const times = ['2024-05-01T00:00:00Z', '2024-05-01T00:00:00.5Z', '2024-05-01T02:00:00.000001+01:00'];
    const data = [0, 7.5, '7.5', 'null', '', [], {}, { type: 'literal', value: null }, true, false, 1e21];
    const made = [
      ...times.map((timestamp) => State.parse({ type: 'RUNNING', timestamp })),
      ...data.map((each) => State.completed({ data: each })),
      ...recordedStates('2.20.25')
        .slice(0, 5)
        .map((wire) => State.parse(wire).copy({ resetFields: true })),
    ];
    await states.bulkAppend(run.id, made);
    expect(await expectSame(database)).toBe(made.length + 1);
  });
});
