import { Controller } from '@nestjs/common';

import { type TaskRunCreate, prefect2Routes } from '../api/index.js';
import { TASK_RUN_STATES } from '../nest/index.js';
import { type NewTaskRun, Runs, RunSearch } from '../persistence/index.js';
import { changesOf } from './changes.js';
import { randomName } from './random-name.js';
import { createRunController } from './run-controller.js';
import { TASK_RUN } from './run-verbs.js';

/** @source prefect 2.20.25, server/api/task_runs.py, server/api/task_run_states.py */
@Controller()
export class TaskRunsController extends createRunController({
  verbs: TASK_RUN,
  inject: { runs: Runs, search: RunSearch, states: TASK_RUN_STATES },
  routes: prefect2Routes.taskRuns,
  notFound: { update: 'Task run not found', other: 'Task not found' },
  rowOf,
  changesOf,
}) {}

function rowOf(body: TaskRunCreate): NewTaskRun {
  return {
    id: body.id,
    name: body.name || randomName(),
    flowRunId: body.flowRunId,
    taskKey: body.taskKey,
    dynamicKey: body.dynamicKey,
    taskVersion: body.taskVersion,
    cacheKey: body.cacheKey,
    cacheExpiration: body.cacheExpiration,
    taskInputs: plainInputs(body),
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
  };
}

/** As the database keeps them. */
function plainInputs({ taskInputs }: TaskRunCreate): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(taskInputs).map(([name, inputs]) => [name, inputs.map((input) => input.toJSON())]),
  );
}
