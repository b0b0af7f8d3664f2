import { addMicroseconds, compareDateTimes } from '../../time/index.js';
import { type FlowRule, type OrchestrationRule } from '../rule.js';
import { type FlowRunColumns } from '../run.js';
import { keeps } from './record.js';

/**
 * Puts a state that is not later than the run's current one a microsecond behind it, so that a history stays in order.
 * The reference aborts such a transition, on the unique index of its table.
 */
export const keepStatesInOrder: OrchestrationRule = keeps(
  'KeepStatesInOrder',
  'Puts the new state behind the current one',
  {
    before({ run, proposed }) {
      const current = run.stateTimestamp;
      if (current === null || compareDateTimes(proposed.timestamp, current) > 0) return;
      proposed.timestamp = addMicroseconds(current, 1);
    },
  },
);

/** @source prefect 3.8.8, server/orchestration/global_policy.py, `EnsureFlowRunStateTimestampIsUnique` */
export const ensureFlowRunStateTimestampIsUnique: FlowRule = keeps<FlowRunColumns>(
  'EnsureFlowRunStateTimestampIsUnique',
  'Puts a state at the time of another state of the flow run at the next free microsecond',
  {
    before({ initial, proposed, facts: { takenTimes = [] } }) {
      const current = initial === null ? [] : [initial.timestamp];
      for (const taken of [...current, ...takenTimes].sort(compareDateTimes)) {
        if (compareDateTimes(taken, proposed.timestamp) === 0) proposed.timestamp = addMicroseconds(taken, 1);
      }
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateType` */
export const setRunStateType: OrchestrationRule = keeps('SetRunStateType', "Writes the state's type into the run", {
  before({ run, proposed }) {
    run.stateType = proposed.type;
  },
});

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateName` */
export const setRunStateName: OrchestrationRule = keeps('SetRunStateName', "Writes the state's name into the run", {
  before({ run, proposed }) {
    run.stateName = proposed.name;
  },
});

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `SetRunStateTimestamp` */
export const setRunStateTimestamp: OrchestrationRule = keeps(
  'SetRunStateTimestamp',
  "Writes the state's time into the run",
  {
    before({ run, proposed }) {
      run.stateTimestamp = proposed.timestamp;
    },
  },
);
