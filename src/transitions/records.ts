/*
 * The rules that keep the run's columns, and a state's details about its run. They are asked whenever a state is set, unless
 * they say when there is something to keep.
 */
import { StateType, TERMINAL_STATES } from '../states/index.js';
import { addMicroseconds, compareDateTimes, microsecondsBetween } from '../time/index.js';
import { renewed } from './renewed.js';
import { ANY_STATE, type FlowRule, type Occasion, type OrchestrationRule, type TaskRule } from './rule.js';
import { changedPolicy } from './run-policy.js';
import { type AnyRunColumns, type FlowRunColumns, type TaskRunColumns } from './run.js';
import { type Setting } from './transition.js';

interface Keeping<R extends AnyRunColumns> {
  readonly when?: Occasion;
  readonly before?: (transition: Setting<R>) => void;
  readonly after?: (transition: Setting<R>) => void;
}

/** Makes a rule that keeps columns. */
export function keeps<R extends AnyRunColumns = AnyRunColumns>(
  name: string,
  summary: string,
  keeping: Keeping<R>,
): OrchestrationRule<R> {
  // the cast holds: `decide` calls these hooks only when a state will be set
  return {
    ...(keeping as Pick<OrchestrationRule<R>, 'when' | 'before' | 'after'>),
    name,
    summary,
    from: ANY_STATE,
    to: ANY_STATE,
    always: true,
  };
}

/** Makes a rule that keeps in a column what a field of the state holds. */
function keepsField(
  name: string,
  summary: string,
  field: 'type' | 'name' | 'timestamp',
  column: 'stateType' | 'stateName' | 'stateTimestamp',
): OrchestrationRule {
  return keeps(name, summary, {
    before({ run, proposed }) {
      (run as Partial<Record<typeof column, unknown>>)[column] = proposed[field];
    },
  });
}

const RUNNING = [StateType.RUNNING];
const SCHEDULED = [StateType.SCHEDULED];
const TERMINAL = [...TERMINAL_STATES];

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
export const setRunStateType: OrchestrationRule = keepsField(
  'SetRunStateType',
  "Writes the state's type into the run",
  'type',
  'stateType',
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateName` */
export const setRunStateName: OrchestrationRule = keepsField(
  'SetRunStateName',
  "Writes the state's name into the run",
  'name',
  'stateName',
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateTimestamp` */
export const setRunStateTimestamp: OrchestrationRule = keepsField(
  'SetRunStateTimestamp',
  "Writes the state's time into the run",
  'timestamp',
  'stateTimestamp',
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetStartTime` */
export const setStartTime: OrchestrationRule = keeps(
  'SetStartTime',
  'Writes down when the run first came into a running state',
  {
    when: { entering: RUNNING, unset: 'startTime' },
    before({ run, proposed }) {
      run.startTime = proposed.timestamp;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetEndTime` */
export const setEndTime: OrchestrationRule = keeps(
  'SetEndTime',
  'Writes down when the run ended; a run that goes on has not',
  {
    when: { leaving: TERMINAL, entering: TERMINAL },
    before({ run, proposed }) {
      if (!proposed.isFinal()) run.endTime = null;
      else if (run.startTime !== null) run.endTime ??= proposed.timestamp;
    },
  },
);

/** @source prefect 3.8.8, server/orchestration/global_policy.py, `SetEndTime` */
export const setEndTime3: OrchestrationRule = keeps(
  setEndTime.name,
  `${setEndTime.summary}; one that has not begun gets the end as its start`,
  {
    when: setEndTime.when!,
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
    when: { leaving: RUNNING },
    before({ run, initial, proposed }) {
      run.totalRunTime += microsecondsBetween(initial!.timestamp, proposed.timestamp);
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetExpectedStartTime` */
export const setExpectedStartTime: OrchestrationRule = keeps(
  'SetExpectedStartTime',
  'Writes down when the run was first to begin: the time of its first schedule, or of its first state',
  {
    when: { unset: 'expectedStartTime' },
    before({ run, proposed }) {
      run.expectedStartTime = proposed.isScheduled() ? proposed.stateDetails.scheduledTime : proposed.timestamp;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetNextScheduledStartTime` */
export const setNextScheduledStartTime: OrchestrationRule = keeps(
  'SetNextScheduledStartTime',
  'Writes down when a scheduled run is to begin',
  {
    when: { leaving: SCHEDULED, entering: SCHEDULED },
    before({ run, proposed }) {
      run.nextScheduledStartTime = proposed.isScheduled() ? proposed.stateDetails.scheduledTime : null;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementFlowRunCount` */
export const incrementFlowRunCount: FlowRule = keeps<FlowRunColumns>(
  'IncrementFlowRunCount',
  'Counts how often the flow run has begun to run; to go on after a pause is not to begin',
  {
    when: { entering: RUNNING },
    before({ run }) {
      if (run.empiricalPolicy.resuming !== true) run.runCount += 1;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `RemoveResumingIndicator` */
export const removeResumingIndicator: FlowRule = keeps<FlowRunColumns>(
  'RemoveResumingIndicator',
  'Takes the mark of a resuming flow run away once it runs, or has ended',
  {
    when: { entering: [...RUNNING, ...TERMINAL] },
    before({ run }) {
      if (!run.empiricalPolicy.resuming) return;
      run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: false });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementTaskRunCount` */
export const incrementTaskRunCount: TaskRule = keeps<TaskRunColumns>(
  'IncrementTaskRunCount',
  'Counts how often the task run has begun to run',
  {
    when: { entering: RUNNING },
    before({ run }) {
      run.runCount += 1;
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
    when: { given: 'parentTaskRunId' },
    after({ run, proposed, effects, now }) {
      const state = renewed(proposed, now);
      state.stateDetails.childFlowRunId = run.id;
      effects.push({ type: 'setTaskRunState', taskRunId: run.parentTaskRunId!, state });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateSubflowStateDetails` */
export const updateSubflowStateDetails: FlowRule = keeps<FlowRunColumns>(
  'UpdateSubflowStateDetails',
  'Writes the task run that stands for a subflow into its state',
  {
    when: { given: 'parentTaskRunId' },
    before({ run, proposed }) {
      proposed.stateDetails.taskRunId = run.parentTaskRunId;
    },
  },
);
