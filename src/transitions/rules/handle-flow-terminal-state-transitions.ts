import { StateType, TERMINAL_STATES } from '../../states/index.js';
import { isPersisted, isPersisted3 } from '../result-data.js';
import { ANY_STATE, type FlowRule } from '../rule.js';
import { changedPolicy, type FlowRunPolicy } from '../run-policy.js';
import { type FlowRunColumns } from '../run.js';
import { type Setting } from '../transition.js';
import { rejectLossOfResult } from './prevent-result-data-loss.js';

/** States that a run cannot come into once it has ended. @internal */
export const NEVER_AFTER_THE_END: ReadonlySet<StateType> = new Set([
  StateType.CANCELLING,
  StateType.PAUSED,
  StateType.CRASHED,
]);

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `HandleFlowTerminalStateTransitions` */
export const handleFlowTerminalStateTransitions: FlowRule<FlowRunPolicy> = {
  name: 'HandleFlowTerminalStateTransitions',
  summary:
    'A flow run that has ended starts again only without a persisted result, and by a schedule only with a deployment; its pauses are forgotten',
  from: [...TERMINAL_STATES],
  to: ANY_STATE,
  before(transition) {
    const memory = transition.run.empiricalPolicy;
    leaveEnd(transition, isPersisted);
    return memory;
  },
  undo({ run }, policy) {
    run.empiricalPolicy = policy;
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `HandleFlowTerminalStateTransitions` */
export const handleFlowTerminalStateTransitions3: FlowRule<FlowRunPolicy> = {
  ...handleFlowTerminalStateTransitions,
  summary: `${handleFlowTerminalStateTransitions.summary}; it keeps a persisted result when it is completed again`,
  before(transition) {
    const memory = transition.run.empiricalPolicy;
    if (transition.proposed.isCompleted()) rejectLossOfResult(transition);
    else leaveEnd(transition, isPersisted3);
    return memory;
  },
};

function leaveEnd(transition: Setting<FlowRunColumns>, holdsResult: (data: unknown) => boolean): void {
  const { initial, proposed, run } = transition;
  if (NEVER_AFTER_THE_END.has(proposed.type)) {
    transition.abort(`Run is already in terminal state ${initial!.type}.`);
  } else if (initial!.isCompleted() && !proposed.isFinal() && holdsResult(initial.data)) {
    transition.reject(null, 'Run is already COMPLETED.');
  } else if (proposed.isScheduled() && !run.deploymentId) {
    transition.abort('Cannot reschedule a run without an associated deployment.');
  } else if (!proposed.isFinal()) {
    const retryType = proposed.isScheduled() ? 'reschedule' : null;
    run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: false, pauseKeys: [], retryType });
  }
}
