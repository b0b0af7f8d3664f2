import { prefect2Routes, type Route, SHARED } from '../../api/index.js';
import { Field, types, PrefectBaseModel, State, StateCreate } from '../../index.js';
import { OrchestrationResult } from '../../transitions/index.js';
import { deploymentRoutes } from '../deployment.js';

/** What lets a paused flow run go on. @source prefect 2.20.25, server/api/flow_runs.py, `resume_flow_run` */
export class ResumeFlowRun extends PrefectBaseModel {
  @Field.record(types.json, { default: null, description: 'What the run was paused to be told' })
  declare runInput: Record<string, unknown> | null;
}

// a route of Prefect's own server, which the table of our backend lacks
const resumeFlowRun = {
  ...SHARED.flowRuns.resume,
  fields: ResumeFlowRun,
  answers: { 200: OrchestrationResult, 201: OrchestrationResult },
} as const satisfies Route;

/** What a client of Prefect 2 speaks. @source prefect 2.20.25 */
export const prefect2 = {
  version: 2,
  routes: {
    flows: prefect2Routes.flows,
    flowRuns: { ...prefect2Routes.flowRuns, resume: resumeFlowRun },
    taskRuns: prefect2Routes.taskRuns,
    logs: prefect2Routes.logs,
    deployments: deploymentRoutes,
    admin: { version: prefect2Routes.admin.version },
  },
  State,
  StateCreate,
  events: null,
} as const;
