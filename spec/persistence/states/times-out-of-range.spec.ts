/* In UTC the years 1 to 9999, which columns hold, end at other times than elsewhere. */
import { DateTime } from 'luxon';

import { parseDateTime, State, type ValidationError } from '../../../src/index.js';
import { Runs, RunStates } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const issuesOf = (error: unknown): unknown => (error as ValidationError).issues;

describe.each(ENGINES)('a time that is in no year of UTC, on %s', (engine) => {
  const database = freshDatabase(engine);

  it.each(['9999-12-31T23:59:59.999999-12:00', '0001-01-01T00:00:00+14:00'])('is refused: %s', async (text) => {
    const time = parseDateTime(text)!;
    const outOfRange = (...loc: string[]): object[] => [{ loc, msg: 'date value out of range', type: 'value_error' }];
    const runs = new Runs(database.current());
    const given = await newFlowRun(database.current());
    const state = State.scheduled({ scheduledTime: time });

    const scheduled = outOfRange('state_details', 'scheduled_time');
    await expect(runs.createFlowRun(given, state).catch(issuesOf)).resolves.toEqual(scheduled);
    const { run } = await runs.createFlowRun(given);
    const states = new RunStates(database.current(), 'flow_run');
    await expect(states.propose(run.id, state, { force: true }).catch(issuesOf)).resolves.toEqual(scheduled);
    await expect(states.append(run.id, state).catch(issuesOf)).resolves.toEqual(scheduled);

    const task = { name: 't', flowRunId: run.id, taskKey: 't', dynamicKey: '0', cacheExpiration: time };
    await expect(runs.createTaskRun(task).catch(issuesOf)).resolves.toEqual(outOfRange('cache_expiration'));
  });

  it('is kept where it is the last one', async () => {
    const last = DateTime.fromISO('9999-12-31T23:59:59.999Z', { zone: 'utc' });
    const runs = new Runs(database.current());
    const { run } = await runs.createFlowRun(
      await newFlowRun(database.current()),
      State.scheduled({ scheduledTime: last }),
    );
    expect(run.nextScheduledStartTime?.toISO()).toBe(last.toISO());
  });
});
