import { type Type } from '@nestjs/common';

import { type TaskRunCreate, v3 } from '../api/index.js';
import { type NewTaskRun } from '../persistence/index.js';
import { changesOf } from './changes.js';
import { type Mount } from './mount.js';
import { randomName } from './random-name.js';
import { createRunController } from './run-controller.js';
import { TASK_RUN } from './run-verbs.js';

/** Makes the controller of a mount's task runs. @source prefect 2.20.25, server/api/task_runs.py, server/api/task_run_states.py */
export function taskRunsController(mount: Mount): Type {
  return createRunController({
    mount,
    verbs: TASK_RUN,
    routes: mount.routes.taskRuns,
    // the reference says "Task run" in one place, "Task" in the others
    notFound: { update: 'Task run not found', other: 'Task not found' },
    rowOf,
    changesOf,
  });
}

/** As the database keeps them. */
function plainInputs({ taskInputs }: TaskRunCreate): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(taskInputs).map(([name, inputs]) => [name, inputs.map((input) => input.toJSON())]),
  );
}

function rowOf(body: TaskRunCreate): NewTaskRun {
  return {
    ...(body instanceof v3.TaskRunCreate ? { labels: body.labels ?? {} } : {}),
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
