/* The rules that keep the run's columns, and a state's details about its run. They are asked whenever a state is set. */
import { addMicroseconds, compareDateTimes, microsecondsBetween } from '../time/index.js';
import { renewed } from './renewed.js';
import { ANY_STATE, type FlowRule, type OrchestrationRule, type TaskRule } from './rule.js';
import { changedPolicy } from './run-policy.js';
import { type AnyRunColumns, type FlowRunColumns, type TaskRunColumns } from './run.js';
import { type Setting } from './transition.js';

interface Hooks<R extends AnyRunColumns> {
  readonly before?: (transition: Setting<R>) => void;
  readonly after?: (transition: Setting<R>) => void;
}

/** Makes a rule that keeps columns. */
export function keeps<R extends AnyRunColumns = AnyRunColumns>(
  name: string,
  summary: string,
  hooks: Hooks<R>,
): OrchestrationRule<R> {
  // the cast holds: `decide` calls these hooks only when a state will be set
  return {
    ...(hooks as Pick<OrchestrationRule<R>, 'before' | 'after'>),
    name,
    summary,
    from: ANY_STATE,
    to: ANY_STATE,
    always: true,
  };
}

/**
 * Moves a state that is not later than the run's current one to a microsecond after it, so that a history stays in order.
 * The reference aborts such a transition, by the unique index of its table.
 */
export const keepStatesInOrder: OrchestrationRule = keeps(
  'KeepStatesInOrder',
  'Puts the new state behind the current one',
  {
    before({ run, proposed }) {
      const current = run.stateTimestamp;
      if (current === null || compareDateTimes(proposed.timestamp, current) > 0) return;
      proposed.timestamp = addMicroseconds(current, 1);
    },
  },
);

/** @source prefect 3.8.8, server/orchestration/global_policy.py, `EnsureFlowRunStateTimestampIsUnique` */
export const ensureFlowRunStateTimestampIsUnique: FlowRule = keeps<FlowRunColumns>(
  'EnsureFlowRunStateTimestampIsUnique',
  'Puts a state at the time of another state of the flow run at the next free microsecond',
  {
    before({ initial, proposed, facts: { takenTimes = [] } }) {
      const current = initial === null ? [] : [initial.timestamp];
      for (const taken of [...current, ...takenTimes].sort(compareDateTimes)) {
        if (compareDateTimes(taken, proposed.timestamp) === 0) proposed.timestamp = addMicroseconds(taken, 1);
      }
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateType` */
export const setRunStateType: OrchestrationRule = keeps('SetRunStateType', "Writes the state's type into the run", {
  before({ run, proposed }) {
    run.stateType = proposed.type;
  },
});

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateName` */
export const setRunStateName: OrchestrationRule = keeps('SetRunStateName', "Writes the state's name into the run", {
  before({ run, proposed }) {
    run.stateName = proposed.name;
  },
});

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateTimestamp` */
export const setRunStateTimestamp: OrchestrationRule = keeps(
  'SetRunStateTimestamp',
  "Writes the state's time into the run",
  {
    before({ run, proposed }) {
      run.stateTimestamp = proposed.timestamp;
    },
  },
);

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

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementFlowRunCount` */
export const incrementFlowRunCount: FlowRule = keeps<FlowRunColumns>(
  'IncrementFlowRunCount',
  'Counts how often the flow run has begun to run; to go on after a pause is not to begin',
  {
    before({ run, proposed }) {
      if (proposed.isRunning() && run.empiricalPolicy.resuming !== true) run.runCount += 1;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `RemoveResumingIndicator` */
export const removeResumingIndicator: FlowRule = keeps<FlowRunColumns>(
  'RemoveResumingIndicator',
  'Takes the mark of a resuming flow run away once it runs, or has ended',
  {
    before({ run, proposed }) {
      if (!run.empiricalPolicy.resuming || !(proposed.isRunning() || proposed.isFinal())) return;
      run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: false });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementTaskRunCount` */
export const incrementTaskRunCount: TaskRule = keeps<TaskRunColumns>(
  'IncrementTaskRunCount',
  'Counts how often the task run has begun to run',
  {
    before({ run, proposed }) {
      if (proposed.isRunning()) run.runCount += 1;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails` */
export const updateFlowStateDetails: FlowRule = keeps<FlowRunColumns>(
  'UpdateStateDetails',
  "Writes the flow run's id into the state",
  {
    before({ run, proposed }) {
      proposed.stateDetails.flowRunId = run.id;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails` */
export const updateTaskStateDetails: TaskRule = keeps<TaskRunColumns>(
  'UpdateStateDetails',
  'Writes the ids of the task run and its flow run into the state',
  {
    before({ run, proposed }) {
      proposed.stateDetails.flowRunId = run.flowRunId;
      proposed.stateDetails.taskRunId = run.id;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateSubflowParentTask` */
export const updateSubflowParentTask: FlowRule = keeps<FlowRunColumns>(
  'UpdateSubflowParentTask',
  'Brings the task run that stands for a subflow into the same state',
  {
    after({ run, proposed, effects, now }) {
      if (run.parentTaskRunId === null) return;
      const state = renewed(proposed, now);
      state.stateDetails.childFlowRunId = run.id;
      effects.push({ type: 'setTaskRunState', taskRunId: run.parentTaskRunId, state });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateSubflowStateDetails` */
export const updateSubflowStateDetails: FlowRule = keeps<FlowRunColumns>(
  'UpdateSubflowStateDetails',
  'Writes the task run that stands for a subflow into its state',
  {
    before({ run, proposed }) {
      if (run.parentTaskRunId !== null) proposed.stateDetails.taskRunId = run.parentTaskRunId;
    },
  },
);
