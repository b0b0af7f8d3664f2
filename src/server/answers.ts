import {
  compareDateTimes,
  currentDateTime,
  microsecondsBetween,
  type ModelClass,
  type OrmBaseModel,
  StateType,
  TERMINAL_STATES,
} from '../index.js';
import { type AnyRunEntity, type FoundRun } from '../persistence/index.js';

const SECOND = 1_000_000;

/** Makes what is answered of a run that was found, or made: an instance of a class. */
export function answering<M extends OrmBaseModel>(
  model: ModelClass<M> & Pick<typeof OrmBaseModel, 'fromOrm'>,
): (found: FoundRun<AnyRunEntity>) => M {
  return ({ run, state }) => model.fromOrm(Object.assign({}, run, timesOf(run), { state, labels: run.labels ?? {} }));
}

/** How long a run has run and how late it began, in seconds, as they stand now. */
interface RunTimes {
  readonly totalRunTime: number;
  readonly estimatedRunTime: number;
  readonly estimatedStartTimeDelta: number;
}

/** @source prefect 2.20.25, server/database/orm_models.py, `ORMRun.estimated_run_time`, `estimated_start_time_delta` */
function timesOf(run: AnyRunEntity): RunTimes {
  const { totalRunTime, stateType, stateTimestamp } = run;
  const isRunning = stateType === StateType.RUNNING && stateTimestamp !== null;
  const current = isRunning ? microsecondsBetween(stateTimestamp, currentDateTime()) : 0;
  return {
    totalRunTime: totalRunTime / SECOND,
    estimatedRunTime: (totalRunTime + current) / SECOND,
    estimatedStartTimeDelta: lateness(run) / SECOND,
  };
}

function lateness({ startTime, expectedStartTime, stateType }: AnyRunEntity): number {
  if (expectedStartTime === null) return 0;
  if (startTime !== null) return Math.max(microsecondsBetween(expectedStartTime, startTime), 0);
  const isOver = stateType !== null && TERMINAL_STATES.has(stateType);
  const time = currentDateTime();
  return isOver || compareDateTimes(expectedStartTime, time) >= 0 ? 0 : microsecondsBetween(expectedStartTime, time);
}
