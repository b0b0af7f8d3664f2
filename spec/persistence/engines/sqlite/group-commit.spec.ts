/* Writes that are asked for at the same time: on SQLite they share a transaction, and each stands or falls by itself. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { State } from '../../../../src/index.js';
import {
  Database,
  ObjectNotFoundError,
  Runs,
  RunStates,
  TaskRunEvents,
  whyUnavailable,
} from '../../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../../support/database.js';
import { eventOf } from '../../../support/events.js';
import { newFlowRun } from '../../../support/runs.js';

const makeRun = async (database: Database): Promise<string> =>
  (await new Runs(database).createFlowRun(await newFlowRun(database))).run.id;

/** How often something was committed, as the file says that SQLite writes before the database itself. */
function countCommits(path: string): number {
  const log = readFileSync(`${path}-wal`);
  const frame = 24 + log.readUInt32BE(8);
  let count = 0;
  // the last frame of a transaction says how large the database is then
  for (let at = 32; at + frame <= log.length; at += frame) if (log.readUInt32BE(at + 4) !== 0) count += 1;
  return count;
}

describe.each(ENGINES)('RunStates.append() on %s, many at once', (engine) => {
  const { current } = freshDatabase(engine);

  it('keeps every state, in the order in which they were given to one run', async () => {
    const database = current();
    const [a, b] = [await makeRun(database), await makeRun(database)];
    const states = new RunStates(database, 'flow_run');
    const made = Array.from({ length: 40 }, (_, i) => State.running({ name: String(i) }));
    const kept = await Promise.all(made.map((state, i) => states.append(i % 2 === 0 ? a : b, state)));
    for (const [i, run] of [a, b].entries()) {
      const history = (await states.history(run)).slice(1);
      const answered = kept.filter((_, at) => at % 2 === i);
      expect(new Set(history.map((state) => state.json()))).toEqual(new Set(answered.map((state) => state.json())));
      expect((await states.current([run])).get(run)?.json()).toBe(history.at(-1)?.json());
    }
  });

  it('fails alone', async () => {
    const database = current();
    const run = await makeRun(database);
    const states = new RunStates(database, 'flow_run');
    const taken = State.running();
    const [first, unknown, unwritable, twice, last] = await Promise.allSettled([
      states.append(run, taken),
      states.append(randomUUID(), State.running()),
      states.append(run, State.running({ message: '\ud800', data: { type: 'literal', value: 1 } })),
      states.bulkAppend(run, [taken.copy({ resetFields: true, update: { timestamp: taken.timestamp } })]),
      states.append(run, State.completed({ data: 1 })),
    ]);
    expect([first, unknown, unwritable, twice, last].map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'],
    ]);
    expect((unknown as PromiseRejectedResult).reason).toBeInstanceOf(ObjectNotFoundError);
    expect((await states.history(run)).map(({ type }) => type)).toEqual(['PENDING', 'RUNNING', 'COMPLETED']);
    expect(await database.reader.query('SELECT data FROM artifact')).toHaveLength(1);
  });

  it('goes before a transaction of the caller that waits for it', async () => {
    const database = current();
    const run = await makeRun(database);
    const appending = new RunStates(database, 'flow_run').append(run, State.running());
    const { id } = await database.write(() => appending);
    expect(id).toBe((await appending).id);
  });
});

describe('RunStates.append() on sqlite, many at once', () => {
  const { current, url } = freshDatabase('sqlite');

  it('comes to the disk by one commit', async () => {
    const database = current();
    const runs = await Promise.all(Array.from({ length: 8 }, () => makeRun(database)));
    const states = new RunStates(database, 'flow_run');
    const path = url().slice('sqlite:'.length);
    const before = countCommits(path);
    await Promise.all(runs.map((run) => states.append(run, State.running())));
    expect(countCommits(path) - before).toBe(1);
    for (const run of runs) await states.append(run, State.completed());
    expect(countCommits(path) - before).toBe(9);
  });

  it('fails alone when the disk has no room for one of them', async () => {
    const database = current();
    const run = await makeRun(database);
    const states = new RunStates(database, 'flow_run');
    const pragma = (text: string): Promise<{ page_count: number }[]> =>
      database.write((manager) => manager.query(`PRAGMA ${text}`));
    const [{ page_count: pages }] = (await pragma('page_count')) as [{ page_count: number }];
    await pragma(`max_page_count = ${pages + 20}`);
    const big = State.running({ message: 'x'.repeat(1_000_000) });
    const outcomes = await Promise.allSettled(
      [State.running(), big, State.running(), State.running(), big, State.completed()].map((state) =>
        states.append(run, state),
      ),
    );
    const reasons = outcomes.map((each) => (each.status === 'rejected' ? whyUnavailable(each.reason) : null));
    expect(reasons).toEqual([null, 'SQLITE_FULL', null, null, 'SQLITE_FULL', null]);
    expect(await states.history(run)).toHaveLength(5);
    await pragma('max_page_count = 1000000');
    await states.append(run, big);
    expect(await states.history(run)).toHaveLength(6);
  });
});

describe('TaskRunEvents.record() on sqlite', () => {
  const { current } = freshDatabase('sqlite');

  it('is done before anything else comes in, when nothing is being written', async () => {
    const events = new TaskRunEvents(current());
    const done: string[] = [];
    setImmediate(() => done.push('next turn'));
    await events.record([eventOf('RUNNING')]);
    done.push('recorded');
    expect(done).toEqual(['recorded']);
  });

  it('takes along what waits when its turn comes', async () => {
    const database = current();
    const run = await makeRun(database);
    const recorded = new TaskRunEvents(database).record([eventOf('RUNNING')]);
    const [states, outcomes] = await Promise.all([
      new RunStates(database, 'flow_run').append(run, State.running()),
      recorded,
    ]);
    expect([states.type, outcomes]).toEqual(['RUNNING', [{ status: 'RECORDED' }]]);
  });
});
