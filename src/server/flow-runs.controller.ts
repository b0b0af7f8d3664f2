import { BadRequestException, NotFoundException, type Type } from '@nestjs/common';

import { type FlowRunCreate, v3 } from '../api/index.js';
import { StateType } from '../index.js';
import { type FlowRunEntity, type FoundRun, type NewFlowRun } from '../persistence/index.js';
import { changesOf } from './changes.js';
import { type Mount } from './mount.js';
import { randomName } from './random-name.js';
import { createRunController } from './run-controller.js';
import { FLOW_RUN } from './run-verbs.js';

const NOT_FOUND = 'Flow run not found';

/** Makes the controller of a mount's flow runs. @source prefect 2.20.25, server/api/flow_runs.py, server/api/flow_run_states.py */
export function flowRunsController(mount: Mount): Type {
  return createRunController({
    mount,
    verbs: FLOW_RUN,
    routes: mount.routes.flowRuns,
    notFound: { update: NOT_FOUND, other: NOT_FOUND },
    rowOf,
    changesOf,
    checkNew: refuseWorkPool,
    async checkChanges({ jobVariables }, find) {
      if (jobVariables !== null) refuseJobVariables(await find());
    },
  });
}

function refuseWorkPool(body: FlowRunCreate): void {
  // a name without characters is none
  if (!(body instanceof v3.FlowRunCreate) || !body.workPoolName) return;
  const { workPoolName: pool, workQueueName: queue } = body;
  throw new NotFoundException(
    queue ? `Work pool queue '${pool}/${queue}' not found.` : `Work pool "${pool}" not found.`,
  );
}

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

/** The reference leaves job variables out of the row where a key was given. @source prefect 3.8.8, server/models/flow_runs.py, `create_flow_run` */
function onlyOf3({ labels, jobVariables, idempotencyKey, workQueueName }: v3.FlowRunCreate): Partial<NewFlowRun> {
  return { labels: labels ?? {}, jobVariables: jobVariables ?? (idempotencyKey === null ? {} : null), workQueueName };
}

function rowOf(body: FlowRunCreate): NewFlowRun {
  return {
    ...(body instanceof v3.FlowRunCreate ? onlyOf3(body) : {}),
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
