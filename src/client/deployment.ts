/* Deployments, of which the backend here has none: models and routes of Prefect's own server. */
import { type DateTime } from 'luxon';

import { DeploymentFilter, FlowFilter, FlowRun, type Route } from '../api/index.js';
import { ActionBaseModel, Field, types, OrmBaseModel, PrefectBaseModel, StateCreate } from '../index.js';

const ORDERS = {
  CREATED_DESC: 'CREATED_DESC',
  UPDATED_DESC: 'UPDATED_DESC',
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
} as const;

/** The orders of deployments. @source prefect 2.20.25, server/schemas/sorting.py, `DeploymentSort` */
export type DeploymentOrder = keyof typeof ORDERS;

/** A deployment, as far as servers of 2.20 and 3 answer the same. @source prefect 2.20.25, server/schemas/responses.py, `DeploymentResponse` */
export class Deployment extends OrmBaseModel {
  @Field.string()
  declare name: string;

  @Field.string({ default: null })
  declare version: string | null;

  @Field.string({ default: null })
  declare description: string | null;

  @Field.uuid()
  declare flowId: string;

  @Field.bool({ default: false })
  declare paused: boolean;

  @Field.record(types.json, { default: () => ({}) })
  declare jobVariables: Record<string, unknown>;

  @Field.record(types.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.list(types.string(), { default: () => [] })
  declare tags: string[];

  @Field.string({ default: null })
  declare workQueueName: string | null;

  @Field.string({ default: null })
  declare workPoolName: string | null;

  @Field.dateTime({ default: null })
  declare lastPolled: DateTime | null;

  @Field.record(types.json, { default: null })
  declare parameterOpenapiSchema: Record<string, unknown> | null;

  @Field.string({ default: null })
  declare path: string | null;

  @Field.string({ default: null })
  declare entrypoint: string | null;

  @Field.string({ default: null })
  declare status: string | null;

  @Field.bool({ default: false })
  declare enforceParameterSchema: boolean;
}

/** Which deployments are read. @source prefect 2.20.25, server/api/deployments.py, `read_deployments` */
export class DeploymentsFilter extends PrefectBaseModel {
  @Field.nested(() => FlowFilter, { default: null })
  declare flows: FlowFilter | null;

  @Field.nested(() => DeploymentFilter, { default: null })
  declare deployments: DeploymentFilter | null;

  @Field.int({ default: null })
  declare limit: number | null;

  @Field.enum(ORDERS, { default: 'NAME_ASC' })
  declare sort: DeploymentOrder;

  @Field.int({ default: 0, minimum: 0 })
  declare offset: number;
}

/**
 * What a client sends to make a flow run of a deployment.
 *
 * @source prefect 2.20.25, server/schemas/actions.py, `DeploymentFlowRunCreate`
 */
export class DeploymentFlowRunCreate extends ActionBaseModel {
  @Field.nested(() => StateCreate, { default: null })
  declare state: StateCreate | null;

  @Field.string({ default: null })
  declare name: string | null;

  @Field.record(types.json, { default: () => ({}) })
  declare parameters: Record<string, unknown>;

  @Field.bool({ default: null })
  declare enforceParameterSchema: boolean | null;

  @Field.record(types.json, { default: () => ({}) })
  declare context: Record<string, unknown>;

  @Field.list(types.string(), { default: () => [] })
  declare tags: string[];

  @Field.string({ default: null })
  declare idempotencyKey: string | null;

  @Field.uuid({ default: null })
  declare parentTaskRunId: string | null;

  @Field.string({ default: null })
  declare workQueueName: string | null;

  @Field.record(types.json, { default: null })
  declare jobVariables: Record<string, unknown> | null;
}

const tag = 'Deployments';

/** The routes of deployments. @source prefect 2.20.25, server/api/deployments.py */
export const deploymentRoutes = {
  read: {
    tag,
    method: 'GET',
    path: '/deployments/:id',
    operation: 'read_deployment',
    summary: 'Read a deployment',
    answers: { 200: Deployment },
  },
  readByName: {
    tag,
    method: 'GET',
    path: '/deployments/name/:flow/:deployment',
    operation: 'read_deployment_by_name',
    summary: 'Read the deployment of a flow with a name',
    texts: ['flow', 'deployment'],
    answers: { 200: Deployment },
  },
  filter: {
    tag,
    method: 'POST',
    path: '/deployments/filter',
    operation: 'read_deployments',
    summary: 'Find deployments',
    fields: DeploymentsFilter,
    answers: { 200: [Deployment] },
  },
  createFlowRun: {
    tag,
    method: 'POST',
    path: '/deployments/:id/create_flow_run',
    operation: 'create_flow_run_from_deployment',
    summary: 'Make a flow run of a deployment',
    body: DeploymentFlowRunCreate,
    answers: { 200: FlowRun, 201: FlowRun },
  },
} as const satisfies Readonly<Record<string, Route>>;
