import { type DateTime } from 'luxon';

import { type State } from '../states/index.js';

/** What rules know beside the run and its states. The caller loads it; a fact that is left out counts as absent. */
export interface TransitionFacts {
  /** The flow run that a task run belongs to; null when it is gone. */
  readonly flowRun?: { readonly id: string; readonly runCount: number; readonly state: State | null } | null;
  /** The completed state that answers for the cache key of the proposed state; null for none. */
  readonly cached?: State | null;
  /** The times of a flow run's states, as far as they are not before the new state's; in any order. Prefect 3's rules ask. */
  readonly takenTimes?: readonly DateTime[];
  /** Gives numbers from 0 to below 1, for delays that are spread at random. @defaultValue Math.random */
  readonly random?: () => number;
}

/** What must be written beside the state and the run's columns, in the same transaction. */
export type TransitionEffect =
  /** From now on the state that is set answers for a cache key. */
  | {
      readonly type: 'cache';
      readonly cacheKey: string;
      readonly cacheExpiration: DateTime | null;
      readonly stateId: string;
    }
  /** A subflow has moved: the task run that stands for it in its parent is forced into a state. */
  | { readonly type: 'setTaskRunState'; readonly taskRunId: string; readonly state: State };
