import { type DateTime } from 'luxon';

import { now, State, type StateType } from '../../src/index.js';
import { type FlowRunColumns, FlowRunPolicy, type TaskRunColumns, TaskRunPolicy } from '../../src/transitions/index.js';

const UNTOUCHED = {
  stateType: null,
  stateName: null,
  stateTimestamp: null,
  runCount: 0,
  startTime: null,
  endTime: null,
  totalRunTime: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
} as const;

export const RUN_ID = '11111111-1111-4111-8111-111111111111';
export const FLOW_RUN_ID = '22222222-2222-4222-8222-222222222222';

/** A flow run that nothing has happened to. */
export function flowRun(columns: Partial<FlowRunColumns> = {}): FlowRunColumns {
  const empiricalPolicy = new FlowRunPolicy({});
  const none = { deploymentId: null, infrastructurePid: null, parentTaskRunId: null };
  return { id: RUN_ID, ...UNTOUCHED, ...none, empiricalPolicy, ...columns };
}

/** A task run of a flow run that nothing has happened to. */
export function taskRun(columns: Partial<TaskRunColumns> = {}): TaskRunColumns {
  const empiricalPolicy = new TaskRunPolicy({});
  return { id: RUN_ID, ...UNTOUCHED, flowRunId: FLOW_RUN_ID, flowRunRunCount: 0, empiricalPolicy, ...columns };
}

/** A state of a type; null for none. */
export function stateOf(type: StateType | null, timestamp: DateTime = now()): State | null {
  return type === null ? null : new State({ type, timestamp });
}
