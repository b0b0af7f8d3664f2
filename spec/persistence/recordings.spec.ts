/* Databases that Prefect itself wrote, read with our entities: what they give is what its server said of them. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { State } from '../../src/index.js';
import {
  Database,
  DatabaseUnavailableError,
  FlowRunEntity,
  RunStates,
  Runs,
  TaskRunEntity,
} from '../../src/persistence/index.js';
import { temporaryFolder } from '../support/database.js';
import { recordedStates } from '../support/fixtures.js';

const RECORDINGS = fileURLToPath(new URL('../fixtures/recordings/', import.meta.url));

describe.each([
  ['2.20.25', 91],
  ['3.8.8', 35],
] as const)('the database of a Prefect %s server', (version, count) => {
  const file = join(temporaryFolder(), 'prefect.db');
  const said = recordedStates(version).map((wire) => State.parse(wire));
  let database: Database;
  beforeAll(async () => {
    copyFileSync(`${RECORDINGS}prefect-${version}.db`, file);
    database = await Database.openReadOnly(`sqlite:${file}`);
  });
  afterAll(() => database.close());

  it(`gives the ${count} states that the server said, each with its data, to the letter`, async () => {
    expect(said).toHaveLength(count);
    const [flows, tasks] = [new RunStates(database, 'flow_run'), new RunStates(database, 'task_run')];
    for (const state of said) {
      const read = (await flows.find(state.id)) ?? (await tasks.find(state.id));
      expect(read?.json()).toBe(state.json());
    }
  });

  it('has every history in order, and every run in its latest state', async () => {
    const seen = new Set<string>();
    for (const [kind, entity] of [
      ['flow_run', FlowRunEntity],
      ['task_run', TaskRunEntity],
    ] as const) {
      const states = new RunStates(database, kind);
      const runs = await database.reader.find<FlowRunEntity | TaskRunEntity>(entity);
      const current = await states.current(runs.map((run) => run.id));
      for (const run of runs) {
        const history = await states.history(run.id);
        history.forEach((state) => seen.add(state.id));
        expect(current.get(run.id)?.json()).toBe(history.at(-1)?.json());
      }
    }
    expect([...seen].sort()).toEqual(said.map((state) => state.id).sort());
  });

  it('is left as it was, and takes nothing', async () => {
    const before = readFileSync(`${RECORDINGS}prefect-${version}.db`);
    await expect(new Runs(database).createFlow({ name: 'f', tags: [] })).rejects.toThrow('read only');
    await expect(database.reader.query("UPDATE flow SET name = 'x'")).rejects.toThrow('readonly');
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('Database.openReadOnly(), refusing', () => {
  const folder = temporaryFolder();

  it('makes no file, and says in an error of its own that there is none', async () => {
    const opening = Database.openReadOnly(`sqlite:${join(folder, 'none', 'no.db')}`);
    await expect(opening).rejects.toThrow('there is no file');
    await expect(opening).rejects.toThrow(DatabaseUnavailableError);
  });
});
