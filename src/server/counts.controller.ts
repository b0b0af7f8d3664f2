import { Body, Controller, Inject } from '@nestjs/common';

import { FlowRunCount, TaskRunCount, prefect2Routes } from '../api/index.js';
import { CountByState } from '../index.js';
import { HydrateFieldsPipe } from '../nest/index.js';
import { RunSearch } from '../persistence/index.js';
import { queryOf } from './searches.js';
import { Routed } from './routed.js';

const { flowRuns, taskRuns } = prefect2Routes;

/**
 * How many runs are in which type of state. The reference counts task runs so; flow runs are counted the same way.
 *
 * @source prefect 2.20.25, server/api/ui/task_runs.py, `read_task_run_counts_by_state`
 */
@Controller()
export class CountsController {
  readonly #search: RunSearch;

  constructor(@Inject(RunSearch) search: RunSearch) {
    this.#search = search;
  }

  @Routed(taskRuns.countByState)
  async countTaskRuns(@Body(new HydrateFieldsPipe(TaskRunCount)) body: TaskRunCount): Promise<CountByState> {
    const query = queryOf(body);
    return query === null ? new CountByState({}) : this.#search.countTaskRunsByState(query);
  }

  @Routed(flowRuns.countByState)
  async countFlowRuns(@Body(new HydrateFieldsPipe(FlowRunCount)) body: FlowRunCount): Promise<CountByState> {
    const query = queryOf(body);
    return query === null ? new CountByState({}) : this.#search.countFlowRunsByState(query);
  }
}
