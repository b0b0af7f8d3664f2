import { TERMINAL_STATES } from '../../states/index.js';
import { isPersisted } from '../result-data.js';
import { ANY_STATE, type TaskRule } from '../rule.js';
import { NEVER_AFTER_THE_END } from './handle-flow-terminal-state-transitions.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `HandleTaskTerminalStateTransitions` */
export const handleTaskTerminalStateTransitions: TaskRule<number> = {
  name: 'HandleTaskTerminalStateTransitions',
  summary:
    'A task run that has ended starts again only without a persisted result; its retries are counted from the start',
  from: [...TERMINAL_STATES],
  to: ANY_STATE,
  before(transition) {
    const { initial, proposed, run, facts } = transition;
    const memory = run.runCount;
    if (NEVER_AFTER_THE_END.has(proposed.type)) {
      transition.abort(`Run is already ${initial!.type}.`);
    } else if (initial!.isCompleted() && isPersisted(initial.data)) {
      transition.reject(null, 'This run is already completed.');
    } else {
      if (!proposed.isFinal()) run.runCount = 0;
      // a flow run that is gone is told by UpdateFlowRunTrackerOnTasks
      const isRetry = run.flowRunId !== null && run.flowRunRunCount < (facts.flowRun?.runCount ?? 0);
      if (proposed.isRunning() && isRetry) proposed.name = 'Retrying';
    }
    return memory;
  },
  undo({ run }, runCount) {
    run.runCount = runCount;
  },
};
