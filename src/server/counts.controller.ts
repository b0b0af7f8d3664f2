import { Body, Controller, HttpCode, HttpStatus, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { FlowRunCount, TaskRunCount } from '../api/index.js';
import { CountByState } from '../index.js';
import { HydrateFieldsPipe } from '../nest/index.js';
import { RunSearch } from '../persistence/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { queryOf } from './searches.js';

/**
 * How many runs are in which type of state. The reference counts task runs so; flow runs are counted the same way.
 *
 * @source prefect 2.20.25, server/api/ui/task_runs.py, `read_task_run_counts_by_state`
 */
@ApiTags('Counts')
@Controller('ui')
export class CountsController {
  readonly #search: RunSearch;

  constructor(@Inject(RunSearch) search: RunSearch) {
    this.#search = search;
  }

  @Post('task_runs/count')
  @HttpCode(HttpStatus.OK)
  @ApiRoute('Count task runs by the type of their state')
  @ApiModelBody(TaskRunCount)
  @ApiModelResponse(HttpStatus.OK, CountByState)
  async countTaskRuns(@Body(new HydrateFieldsPipe(TaskRunCount)) body: TaskRunCount): Promise<CountByState> {
    const query = queryOf(body);
    return query === null ? new CountByState({}) : this.#search.countTaskRunsByState(query);
  }

  @Post('flow_runs/count')
  @HttpCode(HttpStatus.OK)
  @ApiRoute('Count flow runs by the type of their state')
  @ApiModelBody(FlowRunCount)
  @ApiModelResponse(HttpStatus.OK, CountByState)
  async countFlowRuns(@Body(new HydrateFieldsPipe(FlowRunCount)) body: FlowRunCount): Promise<CountByState> {
    const query = queryOf(body);
    return query === null ? new CountByState({}) : this.#search.countFlowRunsByState(query);
  }
}
