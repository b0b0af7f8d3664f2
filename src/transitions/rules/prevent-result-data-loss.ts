import { TERMINAL_STATES } from '../../states/index.js';
import { isPersisted3, isResult3 } from '../result-data.js';
import { type FlowRule } from '../rule.js';
import { type FlowRunColumns } from '../run.js';
import { type Setting } from '../transition.js';

/** Rejects a completed state without a persisted result, in the place of one that has it. @internal */
export function rejectLossOfResult(transition: Setting<FlowRunColumns>): void {
  const { initial, proposed } = transition;
  if (!initial!.isCompleted() || !isPersisted3(initial.data)) return;
  if (!proposed.isCompleted() || isResult3(proposed.data)) return;
  transition.reject(
    null,
    'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.',
  );
}

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `PreventResultDataLoss` */
export const preventResultDataLoss: FlowRule = {
  name: 'PreventResultDataLoss',
  summary: 'A completed flow run with a persisted result does not come into a completed state without one',
  from: [...TERMINAL_STATES],
  to: [...TERMINAL_STATES],
  before: rejectLossOfResult,
};
