import { prefect3Routes, type Route, v3 as contract } from '../../api/index.js';
import { State, StateCreate } from '../../v3/index.js';
import { Deployment, DeploymentFlowRunCreate, deploymentRoutes, DeploymentsFilter } from '../deployment.js';
import { EventSender } from '../events.js';
import { FlowRunEvents } from '../flow-run-events.js';
import { taskRunEvents } from './task-run-events.js';

/** A deployment, as the server answers it. @source prefect 3.8.8, server/schemas/responses.py, `DeploymentResponse` */
export class Deployment3 extends contract.onPrefect3(Deployment) {}

/** Which deployments are read. @source prefect 3.8.8, server/api/deployments.py, `read_deployments` */
export class DeploymentsFilter3 extends contract.onPrefect3(DeploymentsFilter) {}

/** What a client sends to make a run of a deployment. @source prefect 3.8.8, server/schemas/actions.py, `DeploymentFlowRunCreate` */
export class DeploymentFlowRunCreate3 extends contract.onPrefect3(DeploymentFlowRunCreate) {}

const { read, readByName, filter, createFlowRun } = deploymentRoutes;

// routes of Prefect's own server, which the table of our backend lacks
const deployments = {
  read: { ...read, answers: { 200: Deployment3 } },
  readByName: { ...readByName, answers: { 200: Deployment3 } },
  filter: { ...filter, fields: DeploymentsFilter3, answers: { 200: [Deployment3] } },
  createFlowRun: {
    ...createFlowRun,
    body: DeploymentFlowRunCreate3,
    answers: { 200: contract.FlowRun, 201: contract.FlowRun },
  },
} as const satisfies Readonly<Record<string, Route>>;

/** What a client of Prefect 3 speaks. @source prefect 3.8.8 */
export const prefect3 = {
  version: 3,
  routes: { ...prefect3Routes, deployments },
  State,
  StateCreate,
  events: { of: taskRunEvents, Sender: EventSender, Listener: FlowRunEvents },
} as const;
