/* The queue of background tasks: each run is claimed once, and none is lost with who had claimed it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { StateType, ValidationError } from '../../../src/index.js';
import { Database, Runs, RunStates, type Taker, TaskRunOffers } from '../../../src/persistence/index.js';
import { PREFECT_3_POLICIES } from '../../../src/transitions/index.js';
import { State, StateCreate } from '../../../src/v3/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';

const OPTIONS = { stateClass: State, policies: PREFECT_3_POLICIES };
const PARAMETERS = 'f2864c95-ba8f-4db3-9bd3-3d896cd9daab';
const taker = (clientId = 'host-1'): Taker => ({ clientId, socketId: randomUUID() });

describe.each(ENGINES)('TaskRunOffers on %s', (engine) => {
  const { current, url } = freshDatabase(engine);
  const offers = (): TaskRunOffers => new TaskRunOffers(current());

  async function scheduled(taskKey: string, details: object = { deferred: true }): Promise<string> {
    const given = { name: 't', taskKey, dynamicKey: randomUUID(), flowRunId: null };
    const state = StateCreate.parse({
      type: 'SCHEDULED',
      state_details: { task_parameters_id: PARAMETERS, ...details },
    });
    return (await new Runs(current(), OPTIONS).createTaskRun(given, state)).run.id;
  }

  const move = (id: string, state: State): Promise<State> =>
    new RunStates(current(), 'task_run', OPTIONS).append(id, state);
  const history = (id: string): Promise<State[]> => new RunStates(current(), 'task_run', OPTIONS).history(id);

  /** Has a run taken by a client that is gone. */
  async function lose(key: string): Promise<void> {
    const { socketId, clientId } = taker();
    const id = await offers().claim(key, { socketId, clientId }, 60);
    await offers().acknowledge(id!, socketId, 60);
    await offers().hold([socketId], 0);
  }

  it('gives the runs of a task in the order in which they were to begin, each once', async () => {
    const times = ['2026-01-03T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
    const ids: string[] = [];
    for (const scheduled_time of times) ids.push(await scheduled('a', { deferred: true, scheduled_time }));
    const claimed: (string | null)[] = [];
    for (let i = 0; i < 4; i += 1) claimed.push(await offers().claim('a', taker(), 60));
    expect(claimed).toEqual([ids[1], ids[2], ids[0], null]);
  });

  it('has only runs that are SCHEDULED by a deferred state', async () => {
    await scheduled('a', {});
    await scheduled('a', { deferred: false });
    const cancelled = await scheduled('a');
    await move(cancelled, State.cancelled());
    expect(await offers().waitingKeys(['a'])).toEqual([]);
    expect(await offers().claim('a', taker(), 60)).toBeNull();
    const again = State.scheduled({ stateDetails: { deferred: true } });
    await move(cancelled, again);
    expect(await offers().claim('a', taker(), 60)).toBe(cancelled);
  });

  it('tells for which tasks runs wait', async () => {
    const id = await scheduled('a');
    await scheduled('b');
    expect((await offers().waitingKeys(['b', 'a', 'c', 'a\0', '\ud800'])).sort()).toEqual(['a', 'b']);
    expect(await offers().claim('a', taker(), 60)).toBe(id);
    expect(await offers().waitingKeys(['b', 'a', 'c'])).toEqual(['b']);
    expect(await offers().waitingKeys([])).toEqual([]);
  });

  it('offers a run again that was given back, or not acknowledged in time', async () => {
    const id = await scheduled('a');
    const first = taker();
    await offers().claim('a', first, 60);
    await offers().giveBack(id, randomUUID());
    expect(await offers().claim('a', taker(), 60)).toBeNull();
    await offers().giveBack(id, first.socketId);
    expect(await offers().claim('a', taker(), 0)).toBe(id);
    expect(await offers().takeBack()).toEqual([]);
    expect(await offers().claim('a', taker(), 60)).toBe(id);
    expect(await offers().takeBack()).toEqual([]);
    expect(await offers().claim('a', taker(), 60)).toBeNull();
    expect((await history(id)).map(({ name }) => name)).toEqual(['Scheduled']);
  });

  it('does not give back what was acknowledged, and acknowledges what holds only', async () => {
    const id = await scheduled('a');
    const first = taker();
    await offers().claim('a', first, 60);
    expect(await offers().acknowledge(id, randomUUID(), 60)).toBe(false);
    expect(await offers().acknowledge(id, first.socketId, 60)).toBe(true);
    await offers().giveBack(id, first.socketId);
    expect(await offers().claim('a', taker(), 60)).toBeNull();
  });

  it('offers a run again whose client is gone before it began', async () => {
    const id = await scheduled('a');
    await lose('a');
    expect(await offers().takeBack()).toEqual([{ runId: id, losses: 1, isOffered: true }]);
    expect((await history(id)).map(({ name }) => name)).toEqual(['Scheduled']);
    expect(await offers().claim('a', taker(), 60)).toBe(id);
  });

  it.each([State.pending(), State.running(), State.awaitingRetry()])(
    'offers a run again whose client is gone in %s, by a state that says what it was offered by',
    async (state) => {
      const id = await scheduled('a');
      const { socketId, clientId } = taker();
      await offers().claim('a', { socketId, clientId }, 60);
      await offers().acknowledge(id, socketId, 60);
      await move(id, state.freshCopy());
      await offers().hold([socketId], 0);
      expect(await offers().takeBack()).toEqual([{ runId: id, losses: 1, isOffered: true }]);
      const last = (await history(id)).at(-1)!;
      expect([last.type, last.name, last.message]).toEqual([
        'SCHEDULED',
        'AwaitingRetry',
        'The worker of this run went away.',
      ]);
      expect(last.stateDetails).toMatchObject({ deferred: true, taskParametersId: PARAMETERS, taskRunId: id });
      expect(await offers().takeBack()).toEqual([]);
      expect(await offers().claim('a', taker(), 60)).toBe(id);
    },
  );

  it.each([State.completed(), State.failed(), State.crashed(), State.cancelled(), State.cancelling(), State.paused()])(
    'leaves a run whose client is gone in %s',
    async (state) => {
      const id = await scheduled('a');
      await lose('a');
      await move(id, state.freshCopy());
      expect(await offers().takeBack()).toEqual([]);
      expect((await history(id)).at(-1)!.type).toBe(state.type);
      expect(await offers().claim('a', taker(), 60)).toBeNull();
    },
  );

  it('leaves the state of a run that was scheduled again meanwhile', async () => {
    const id = await scheduled('a');
    await lose('a');
    const again = State.scheduled({ stateDetails: { deferred: true, taskParametersId: id } });
    await move(id, again);
    await offers().takeBack();
    expect((await history(id)).at(-1)!.stateDetails.taskParametersId).toBe(id);
    expect(await offers().claim('a', taker(), 60)).toBe(id);
  });

  it('has a run crash that has lost five clients', async () => {
    const id = await scheduled('a');
    for (let i = 1; i <= 5; i += 1) {
      await lose('a');
      expect(await offers().takeBack()).toEqual([{ runId: id, losses: i, isOffered: i < 5 }]);
    }
    const last = (await history(id)).at(-1)!;
    expect([last.type, last.message]).toEqual([StateType.CRASHED, 'This run has lost 5 workers.']);
    expect(await offers().claim('a', taker(), 60)).toBeNull();
  });

  it('holds what is held, and gives a client that comes back what nobody has held lately', async () => {
    const id = await scheduled('a');
    const first = taker('host-1');
    await offers().claim('a', first, 60);
    await offers().acknowledge(id, first.socketId, 0);
    await offers().hold([first.socketId], 60);
    expect(await offers().takeBack()).toEqual([]);
    const [other, second] = [taker('host-2'), taker('host-1')];
    await offers().takeOver(other, { to: 90 }, 60);
    await offers().takeOver(second, { to: 30 }, 60);
    await offers().hold([first.socketId], 2);
    await offers().takeOver(second, { from: 5, to: 30 }, 60);
    await offers().hold([second.socketId], 0);
    expect(await offers().takeBack()).toEqual([]);
    await offers().takeOver(second, { to: 30 }, 60);
    await offers().hold([first.socketId, other.socketId], 0);
    expect(await offers().takeBack()).toEqual([]);
    await offers().hold([second.socketId], 0);
    expect(await offers().takeBack()).toHaveLength(1);
  });

  it('gives a client that comes back late what it had taken, as long as nobody has taken it back', async () => {
    const id = await scheduled('a');
    const [first, second] = [taker(), taker()];
    await offers().claim('a', first, 60);
    await offers().acknowledge(id, first.socketId, 0);
    await offers().takeOver(second, { to: 30 }, 60);
    expect(await offers().takeBack()).toEqual([]);
    expect(await offers().claim('a', taker(), 60)).toBeNull();
  });

  it('forgets who had a run when it has ended, and when it is deleted', async () => {
    const [done, deleted, other] = [await scheduled('a'), await scheduled('b'), await scheduled('c')];
    for (const key of ['a', 'b', 'c']) await offers().claim(key, taker(), 60);
    await move(done, State.completed());
    await new Runs(current(), OPTIONS).deleteTaskRun(deleted);
    await offers().forgetEnded();
    await offers().forgetEnded();
    const left = await current().reader.query<object[]>('SELECT task_run_id AS id FROM task_run_offer');
    expect(left).toEqual([{ id: other }]);
  });

  it('gives each of many runs to one, where many claim at once, by two databases', async () => {
    const ids = new Set(await Promise.all(Array.from({ length: 60 }, () => scheduled('a'))));
    const second = await Database.open(url());
    const claimed: string[] = [];
    const claimAll = async (from: TaskRunOffers): Promise<void> => {
      for (let tries = 0; tries < 200 && claimed.length < ids.size; tries += 1) {
        const id = await from.claim('a', taker(), 60);
        if (id === null) await pause(1);
        else claimed.push(id);
      }
    };
    await Promise.all([...Array(6).keys()].map((i) => claimAll(i % 2 === 0 ? offers() : new TaskRunOffers(second))));
    await second.close();
    expect(claimed).toHaveLength(60);
    expect(new Set(claimed)).toEqual(ids);
  });

  it('lets two take back the same run once', async () => {
    const id = await scheduled('a');
    await lose('a');
    await move(id, State.running());
    const lost = await Promise.all([1, 2, 3].map(() => offers().takeBack()));
    expect(lost.flat()).toHaveLength(1);
    expect(await history(id)).toHaveLength(3);
  });

  it('reads the queue by its index', async () => {
    const explain = engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const sql = `SELECT id FROM task_run run WHERE run.state_type = 'SCHEDULED' AND run.task_key = 'a' ORDER BY expected_start_time LIMIT 1`;
    const plan = await current().reader.query<object[]>(`${explain} ${sql}`);
    expect(JSON.stringify(plan)).toContain('ix_task_run__task_key_scheduled');
  });

  it.each([
    [() => offers().claim([] as never, taker(), 1), ['task_key']],
    [() => offers().claim('a', { clientId: 'a', socketId: 'x' }, 1), ['socket_id']],
    [() => offers().claim('a', taker(), -1), ['seconds']],
    [() => offers().claim('a', taker('\ud800'), 1), ['client_id']],
    [() => offers().waitingKeys('a' as never), ['task_keys']],
    [() => offers().acknowledge('x', randomUUID(), 1), ['run_id']],
    [() => offers().giveBack(randomUUID(), 'x'), ['socket_id']],
    [() => offers().hold(['x'], 1), ['socket_ids', 0]],
    [() => offers().takeOver(taker(), { to: 1 }, NaN), ['seconds']],
  ])('refuses what makes no sense, %#', async (ask, loc) => {
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues.map((issue) => issue.loc)).toEqual([loc]);
  });
});
