import { FlowRun, TaskRun } from '../api/index.js';
import { type FlowRunEntity, type FoundRun, type TaskRunEntity } from '../persistence/index.js';
import { timesOf } from './run-times.js';

/** A flow run as it was found, or made, as it is answered. */
export function answerFlowRun({ run, state }: FoundRun<FlowRunEntity>): FlowRun {
  return FlowRun.fromOrm(Object.assign({}, run, timesOf(run), { state }));
}

/** A task run as it was found, or made, as it is answered. */
export function answerTaskRun({ run, state }: FoundRun<TaskRunEntity>): TaskRun {
  return TaskRun.fromOrm(Object.assign({}, run, timesOf(run), { state }));
}
