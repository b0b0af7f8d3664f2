import { StateType } from '../../states/index.js';
import { afterSeconds, clampedPoissonInterval } from '../delays.js';
import { type TaskRule } from '../rule.js';
import { type TaskRunColumns } from '../run.js';
import { type Setting } from '../transition.js';

/** Spreads a delay at random. */
type Spread = typeof clampedPoissonInterval;

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `RetryFailedTasks` */
export const retryFailedTasks: TaskRule = {
  name: 'RetryFailedTasks',
  summary: 'A task run that fails, may be tried again and has retries left awaits one',
  from: [StateType.RUNNING],
  to: [StateType.FAILED],
  before(transition) {
    retry(transition, clampedPoissonInterval);
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `RetryFailedTasks` */
export const retryFailedTasks3: TaskRule = {
  ...retryFailedTasks,
  summary: `${retryFailedTasks.summary}; only a delay above nothing is spread at random`,
  before(transition) {
    retry(transition, (delay, ...others) => (delay > 0 ? clampedPoissonInterval(delay, ...others) : delay));
  },
};

function retry(transition: Setting<TaskRunColumns>, spread: Spread): void {
  const { proposed, run, facts, now, stateClass } = transition;
  const { retries } = run.empiricalPolicy;
  if (proposed.stateDetails.retriable === false || retries === null || run.runCount > retries) return;
  const { message, data } = proposed;
  const scheduledTime = afterSeconds(now, delayOf(run, facts.random ?? Math.random, spread));
  transition.reject(stateClass.awaitingRetry({ scheduledTime, message, data, timestamp: now }), 'Retrying');
}

/** Seconds to the next try. */
function delayOf({ empiricalPolicy, runCount }: TaskRunColumns, random: () => number, spread: Spread): number {
  const { retryDelay, retryJitterFactor } = empiricalPolicy;
  const delay = Array.isArray(retryDelay) ? delayAt(retryDelay, runCount) : (retryDelay ?? 0);
  return retryJitterFactor ? spread(delay, retryJitterFactor, random) : delay;
}

/** The last of the delays holds for all further tries, and, as in Python, for a run that was never counted. */
function delayAt(delays: readonly number[], runCount: number): number {
  return delays.at(Math.min(runCount - 1, delays.length - 1)) ?? 0;
}
