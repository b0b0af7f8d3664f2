import { isObject } from '../../fields/index.js';
import { TERMINAL_STATES } from '../../states/index.js';
import { OrchestrationError } from '../errors.js';
import { isEmpty, isPersisted } from '../result-data.js';
import { ANY_STATE, type TaskRule } from '../rule.js';
import { type TaskRunColumns } from '../run.js';
import { type Setting } from '../transition.js';
import { NEVER_AFTER_THE_END } from './handle-flow-terminal-state-transitions.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `HandleTaskTerminalStateTransitions` */
export const handleTaskTerminalStateTransitions: TaskRule<number> = {
  name: 'HandleTaskTerminalStateTransitions',
  summary:
    'A task run that has ended starts again only without a persisted result; its retries are counted from the start',
  from: [...TERMINAL_STATES],
  to: ANY_STATE,
  before(transition) {
    const memory = transition.run.runCount;
    leaveEnd(transition, isPersisted);
    return memory;
  },
  undo({ run }, runCount) {
    run.runCount = runCount;
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `HandleTaskTerminalStateTransitions` */
export const handleTaskTerminalStateTransitions3: TaskRule<number> = {
  ...handleTaskTerminalStateTransitions,
  summary: `${handleTaskTerminalStateTransitions.summary}; it fails for a completed one whose data is no object`,
  before(transition) {
    const memory = transition.run.runCount;
    leaveEnd(transition, isPersistedObject);
    return memory;
  },
};

function leaveEnd(transition: Setting<TaskRunColumns>, holdsResult: (data: unknown) => boolean): void {
  const { initial, proposed, run, facts } = transition;
  if (NEVER_AFTER_THE_END.has(proposed.type)) {
    transition.abort(`Run is already ${initial!.type}.`);
  } else if (initial!.isCompleted() && holdsResult(initial.data)) {
    transition.reject(null, 'This run is already completed.');
  } else {
    if (!proposed.isFinal()) run.runCount = 0;
    // UpdateFlowRunTrackerOnTasks reports a missing flow run
    const isRetry = run.flowRunId !== null && run.flowRunRunCount < (facts.flowRun?.runCount ?? 0);
    if (proposed.isRunning() && isRetry) proposed.name = 'Retrying';
  }
}

/** As the reference, which looks into the data as into an object. */
function isPersistedObject(data: unknown): boolean {
  if (!isEmpty(data) && !isObject(data)) throw OrchestrationError.dataIsNoObject();
  return isPersisted(data);
}
