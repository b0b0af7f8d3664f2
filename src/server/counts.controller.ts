import { Body, Controller, Inject, type Type } from '@nestjs/common';

import { type FlowRunCount, type TaskRunCount } from '../api/index.js';
import { CountByState } from '../index.js';
import { HydrateFieldsPipe } from '../nest/index.js';
import { type RunSearch } from '../persistence/index.js';
import { type Mount } from './mount.js';
import { queryOf } from './searches.js';
import { Routed } from './routed.js';
import { type Store } from './store.js';

/**
 * Makes the controller that counts a mount's runs by the type of their state. The reference counts task runs so; flow runs are
 * counted the same way.
 *
 * @source prefect 2.20.25, server/api/ui/task_runs.py, `read_task_run_counts_by_state`
 */
export function countsController({ paths, routes: { flowRuns, taskRuns }, store }: Mount): Type {
  @Controller([...paths])
  class CountsController {
    readonly #search: RunSearch;

    constructor(@Inject(store) { search }: Store) {
      this.#search = search;
    }

    @Routed(taskRuns.countByState)
    async countTaskRuns(
      @Body(new HydrateFieldsPipe(taskRuns.countByState.fields)) body: TaskRunCount,
    ): Promise<CountByState> {
      const query = queryOf(body);
      return query === null ? new CountByState({}) : this.#search.countTaskRunsByState(query);
    }

    @Routed(flowRuns.countByState)
    async countFlowRuns(
      @Body(new HydrateFieldsPipe(flowRuns.countByState.fields)) body: FlowRunCount,
    ): Promise<CountByState> {
      const query = queryOf(body);
      return query === null ? new CountByState({}) : this.#search.countFlowRunsByState(query);
    }
  }
  return CountsController;
}
