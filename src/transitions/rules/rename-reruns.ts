import { StateType } from '../../states/index.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `RenameReruns` */
export const renameReruns: TaskRule = {
  name: 'RenameReruns',
  summary: 'A task run that has run before is called `Retrying` after a state called `AwaitingRetry`, else `Rerunning`',
  from: ANY_STATE,
  to: [StateType.RUNNING],
  before({ initial, proposed, run }) {
    if (initial !== null && run.runCount > 0)
      proposed.name = initial.name === 'AwaitingRetry' ? 'Retrying' : 'Rerunning';
  },
};
