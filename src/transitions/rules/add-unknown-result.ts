import { StateType } from '../../states/index.js';
import { isReference } from '../result-data.js';
import { type OrchestrationRule } from '../rule.js';

/**
 * Marks a run that was forced to complete, so that its result is not read, and no retry of its flow runs it again.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `AddUnknownResult`; results.py, `UnknownResult`
 */
export const addUnknownResult: OrchestrationRule = {
  name: 'AddUnknownResult',
  summary: 'A run that failed with a stored result and is forced to complete has an unknown result',
  from: [StateType.FAILED, StateType.CRASHED],
  to: [StateType.COMPLETED],
  before({ initial, proposed }) {
    if (!isReference(initial!.data)) return;
    proposed.data = {
      type: 'unknown',
      artifact_type: 'result',
      artifact_description: 'Unknown result persisted to Prefect.',
      value: null,
    };
  },
};
