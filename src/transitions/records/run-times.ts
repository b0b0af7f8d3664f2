import { microsecondsBetween } from '../../time/index.js';
import { type OrchestrationRule } from '../rule.js';
import { keeps } from './record.js';

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetStartTime` */
export const setStartTime: OrchestrationRule = keeps(
  'SetStartTime',
  'Writes down when the run first came into a running state',
  {
    before({ run, proposed }) {
      if (proposed.isRunning()) run.startTime ??= proposed.timestamp;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetEndTime` */
export const setEndTime: OrchestrationRule = keeps(
  'SetEndTime',
  'Writes down when the run ended; a run that goes on has not',
  {
    before({ run, initial, proposed }) {
      if (initial?.isFinal() === true && !proposed.isFinal()) run.endTime = null;
      if (proposed.isFinal() && run.startTime !== null) run.endTime ??= proposed.timestamp;
    },
  },
);

/** @source prefect 3.8.8, server/orchestration/global_policy.py, `SetEndTime` */
export const setEndTime3: OrchestrationRule = keeps(
  setEndTime.name,
  `${setEndTime.summary}; one that has not begun gets the end as its start`,
  {
    before(transition) {
      const { run, proposed } = transition;
      if (proposed.isFinal() && run.endTime === null) run.startTime ??= proposed.timestamp;
      setEndTime.before!(transition);
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementRunTime` */
export const incrementRunTime: OrchestrationRule = keeps(
  'IncrementRunTime',
  'Adds up the time that the run was running',
  {
    before({ run, initial, proposed }) {
      if (initial?.isRunning() !== true) return;
      run.totalRunTime += microsecondsBetween(initial.timestamp, proposed.timestamp);
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetExpectedStartTime` */
export const setExpectedStartTime: OrchestrationRule = keeps(
  'SetExpectedStartTime',
  'Writes down when the run was first to begin: the time of its first schedule, or of its first state',
  {
    before({ run, proposed }) {
      run.expectedStartTime ??= proposed.isScheduled() ? proposed.stateDetails.scheduledTime : proposed.timestamp;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetNextScheduledStartTime` */
export const setNextScheduledStartTime: OrchestrationRule = keeps(
  'SetNextScheduledStartTime',
  'Writes down when a scheduled run is to begin',
  {
    before({ run, initial, proposed }) {
      if (initial?.isScheduled() === true) run.nextScheduledStartTime = null;
      if (proposed.isScheduled()) run.nextScheduledStartTime = proposed.stateDetails.scheduledTime;
    },
  },
);
