import { BadRequestException, Controller } from '@nestjs/common';

import { type FlowRunCreate, prefect2Routes } from '../api/index.js';
import { StateType } from '../index.js';
import { FLOW_RUN_STATES } from '../nest/index.js';
import { type FlowRunEntity, type FoundRun, type NewFlowRun, Runs, RunSearch } from '../persistence/index.js';
import { changesOf } from './changes.js';
import { randomName } from './random-name.js';
import { createRunController } from './run-controller.js';
import { FLOW_RUN } from './run-verbs.js';

const NOT_FOUND = 'Flow run not found';

/** @source prefect 2.20.25, server/api/flow_runs.py, server/api/flow_run_states.py */
@Controller()
export class FlowRunsController extends createRunController({
  verbs: FLOW_RUN,
  inject: { runs: Runs, search: RunSearch, states: FLOW_RUN_STATES },
  routes: prefect2Routes.flowRuns,
  notFound: { update: NOT_FOUND, other: NOT_FOUND },
  rowOf,
  changesOf,
  checkChanges: async ({ jobVariables }, find) => {
    if (jobVariables !== null) refuseJobVariables(await find());
  },
}) {}

/**
 * Job variables are a deployment's to check, and there are no deployments.
 *
 * @source prefect 2.20.25, server/api/flow_runs.py, `update_flow_run`
 */
function refuseJobVariables({ state }: FoundRun<FlowRunEntity>): never {
  if (state === null) {
    throw new BadRequestException('Flow run state is required to update job variables but none exists');
  }
  if (state.type !== StateType.SCHEDULED) {
    throw new BadRequestException(`Job variables for a flow run in state ${state.type} cannot be updated`);
  }
  throw new BadRequestException('A deployment for the flow run could not be found');
}

function rowOf(body: FlowRunCreate): NewFlowRun {
  return {
    name: body.name || randomName(),
    flowId: body.flowId,
    flowVersion: body.flowVersion,
    parameters: body.parameters,
    context: body.context,
    idempotencyKey: body.idempotencyKey,
    parentTaskRunId: body.parentTaskRunId,
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
    infrastructureDocumentId: body.infrastructureDocumentId,
    deploymentId: body.deploymentId,
  };
}
