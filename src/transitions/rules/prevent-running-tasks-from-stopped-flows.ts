import { StateType } from '../../states/index.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `PreventRunningTasksFromStoppedFlows` */
export const preventRunningTasksFromStoppedFlows: TaskRule = {
  name: 'PreventRunningTasksFromStoppedFlows',
  summary: 'A task runs only while its flow runs; it pauses with the flow',
  from: ANY_STATE,
  to: [StateType.RUNNING],
  before(transition) {
    const { facts, now, stateClass } = transition;
    if (!facts.flowRun) return;
    const { id, state } = facts.flowRun;
    if (state?.isPaused() === true) {
      const { pauseTimeout, pauseReschedule } = state.stateDetails;
      const paused = stateClass.paused({
        name: 'NotReady',
        pauseExpirationTime: pauseTimeout,
        reschedule: pauseReschedule,
        timestamp: now,
      });
      transition.reject(paused, `The flow is paused, new tasks can execute after resuming flow run: ${id}.`);
    } else if (state?.isRunning() !== true) {
      transition.abort('The enclosing flow must be running to begin task execution.');
    }
  },
};
