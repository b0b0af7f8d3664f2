import { type FactoryProvider } from '@nestjs/common';

import {
  Artifacts,
  Database,
  FlowRunInputs,
  Logs,
  type PolicyOptions,
  Runs,
  RunSearch,
  RunStates,
} from '../persistence/index.js';
import { type Mount } from './mount.js';

/** What the routes of a mount read and write by: one database, by the mount's rules, as its class of states. */
export interface Store {
  readonly runs: Runs;
  readonly search: RunSearch;
  readonly flowRunStates: RunStates;
  readonly taskRunStates: RunStates;
  readonly inputs: FlowRunInputs;
  readonly logs: Logs;
  readonly artifacts: Artifacts;
  readonly database: Database;
}

/**
 * Provides the store of a mount.
 *
 * @param rules - those that are given go before the mount's
 */
export function provideStore({ store, stateClass, policies }: Mount, rules: PolicyOptions): FactoryProvider<Store> {
  const options = { stateClass, policies: { ...policies, ...rules.policies } };
  return {
    provide: store,
    inject: [Database],
    useFactory: (database: Database) => ({
      runs: new Runs(database, options),
      search: new RunSearch(database, { stateClass }),
      flowRunStates: new RunStates(database, 'flow_run', options),
      taskRunStates: new RunStates(database, 'task_run', options),
      inputs: new FlowRunInputs(database),
      logs: new Logs(database),
      artifacts: new Artifacts(database),
      database,
    }),
  };
}
