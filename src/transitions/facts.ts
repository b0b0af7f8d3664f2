import { type DateTime } from 'luxon';

import { type State } from '../states/index.js';

/** What rules know besides the run and its states. The caller loads it; an omitted fact counts as absent. */
export interface TransitionFacts {
  /** The flow run that a task run belongs to; null when it is gone. */
  readonly flowRun?: { readonly id: string; readonly runCount: number; readonly state: State | null } | null;
  /** The completed state cached under the proposed state's cache key; null for none. */
  readonly cached?: State | null;
  /** The times of the flow run's states from the new state's time on, in any order. For Prefect 3's rules. */
  readonly takenTimes?: readonly DateTime[];
  /** Returns numbers from 0 to below 1, for random delays. @defaultValue Math.random */
  readonly random?: () => number;
}

/** What must be written besides the state and the run's columns, in the same transaction. */
export type TransitionEffect =
  /** Cache the new state under a key. */
  | {
      readonly type: 'cache';
      readonly cacheKey: string;
      readonly cacheExpiration: DateTime | null;
      readonly stateId: string;
    }
  /** A subflow has moved: force its task run in the parent flow run into a state. */
  | { readonly type: 'setTaskRunState'; readonly taskRunId: string; readonly state: State };
