import { Flow, prefect2RunRoutes, type Route, versionRoute } from '../../api/index.js';
import { Field, types, PrefectBaseModel, State, StateCreate } from '../../index.js';
import { OrchestrationResult } from '../../transitions/index.js';
import { deploymentRoutes } from '../deployment.js';

/** What lets a paused flow run go on. @source prefect 2.20.25, server/api/flow_runs.py, `resume_flow_run` */
export class ResumeFlowRun extends PrefectBaseModel {
  @Field.record(types.json, { default: null, description: 'What the run was paused to be told' })
  declare runInput: Record<string, unknown> | null;
}

// routes of Prefect's own server, which the table of our backend lacks
const readFlowByName = {
  tag: 'Flows',
  method: 'GET',
  path: '/flows/name/:name',
  operation: 'read_flow_by_name',
  summary: 'Read the flow with a name',
  texts: ['name'],
  answers: { 200: Flow },
} as const satisfies Route;

const resumeFlowRun = {
  tag: 'Flow Runs',
  method: 'POST',
  path: '/flow_runs/:id/resume',
  operation: 'resume_flow_run',
  summary: 'Let a paused flow run go on',
  fields: ResumeFlowRun,
  answers: { 200: OrchestrationResult, 201: OrchestrationResult },
} as const satisfies Route;

/** What a client of Prefect 2 speaks. @source prefect 2.20.25 */
export const prefect2 = {
  version: 2,
  routes: {
    ...prefect2RunRoutes,
    flows: { ...prefect2RunRoutes.flows, readByName: readFlowByName },
    flowRuns: { ...prefect2RunRoutes.flowRuns, resume: resumeFlowRun },
    deployments: deploymentRoutes,
    admin: { version: versionRoute },
  },
  State,
  StateCreate,
  events: null,
} as const;
