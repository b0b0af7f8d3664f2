import { StateType } from '../../states/index.js';
import { compareDateTimes } from '../../time/index.js';
import { ANY_STATE, type FlowRule } from '../rule.js';
import { changedPolicy } from '../run-policy.js';
import { type FlowRunColumns } from '../run.js';
import { type Setting } from '../transition.js';
import { verbOf } from './handle-pausing-flows.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `HandleResumingPausedFlows` */
export const handleResumingPausedFlows: FlowRule = {
  name: 'HandleResumingPausedFlows',
  summary: 'A paused flow run goes on or ends; it fails when its pause has timed out',
  from: [StateType.PAUSED],
  to: ANY_STATE,
  before(transition) {
    resume(transition, { name: transition.proposed.name, isCancelling: false });
  },
  // also when this rule has just rejected the state: the reference does not check
  after({ run }) {
    run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: true });
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `HandleResumingPausedFlows` */
export const handleResumingPausedFlows3: FlowRule = {
  ...handleResumingPausedFlows,
  summary:
    'A paused flow run goes on, ends or is cancelled; it fails when its pause has timed out, unless it is cancelled',
  before(transition) {
    const { name, type } = transition.proposed;
    resume(transition, { name: name || type, isCancelling: transition.proposed.isCancelling() });
  },
};

/** What is proposed: what people call it, and whether it is a cancellation that is let through. */
interface Proposed {
  readonly name: string;
  readonly isCancelling: boolean;
}

function resume(transition: Setting<FlowRunColumns>, { name, isCancelling }: Proposed): void {
  const { initial, proposed, run, now, stateClass } = transition;
  const { pauseReschedule, pauseTimeout } = initial!.stateDetails;
  const called = name.toLowerCase();
  if (!(proposed.isRunning() || proposed.isScheduled() || proposed.isFinal() || isCancelling)) {
    // in Python 3.11 the text of such a member starts with the enumeration's name
    const [to, from] = [`StateType.${proposed.type}`, `StateType.${initial!.type}`];
    transition.reject(null, `This run cannot transition to the ${to} state from the ${from} state.`);
  } else if (pauseReschedule && !run.deploymentId) {
    transition.reject(null, `Cannot reschedule a ${called} flow run without a deployment.`);
  } else if (!isCancelling && pauseTimeout !== null && compareDateTimes(pauseTimeout, now) < 0) {
    const failed = stateClass.failed({ message: `The flow was ${called} and never resumed.`, timestamp: now });
    transition.reject(failed, `The flow run ${verbOf(proposed)} has timed out and can no longer resume.`);
  }
}
